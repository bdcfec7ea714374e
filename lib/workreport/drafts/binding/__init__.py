"""Numbers and claims of a text looked up in the figures."""

from workreport.drafts.binding.bind import bindings_of
from workreport.drafts.binding.claims import claims_of, worded_of
from workreport.drafts.binding.facts import candidates_of
from workreport.drafts.binding.synonyms import Synonyms, load_synonyms

__all__ = ["Synonyms", "bindings_of", "candidates_of", "claims_of", "load_synonyms", "worded_of"]
