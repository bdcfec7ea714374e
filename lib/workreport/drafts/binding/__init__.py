"""Numbers and claims of a text looked up in the figures."""

from workreport.drafts.binding.bind import bindings_of
from workreport.drafts.binding.facts import candidates_of
from workreport.drafts.binding.synonyms import Synonyms, load_synonyms

__all__ = ["Synonyms", "bindings_of", "candidates_of", "load_synonyms"]
