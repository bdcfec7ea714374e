"""Relations between the numbers of one text, recomputed without any ledger; one module per kind."""

from __future__ import annotations

from collections.abc import Sequence

from workreport.base.period import Period
from workreport.drafts.model import DraftText, Relation, Token
from workreport.drafts.relations.balances import balances, unfinished
from workreport.drafts.relations.dates import dates
from workreport.drafts.relations.growths import growths
from workreport.drafts.relations.listing import listing, unit_mixed
from workreport.drafts.relations.rates import rates
from workreport.drafts.relations.scope import scope_of
from workreport.drafts.relations.shares import shares
from workreport.drafts.relations.sums import groups_of, sums
from workreport.drafts.relations.tables import tables
from workreport.drafts.relations.twice import roundings, twice
from workreport.drafts.relations.units import units
from workreport.drafts.relations.whole_lists import failing, overshooting


def relations_of(
    text: DraftText, tokens: Sequence[Token], *, period: Period | None = None
) -> tuple[Relation, ...]:
    """All relations of a text in the order of its lines, those that hold too."""
    scope = scope_of(text, tokens)
    groups = groups_of(scope)
    relations = [
        *sums(scope, groups),
        *failing(scope, groups),
        *overshooting(scope, groups),
        *shares(scope, groups),
        *growths(scope, groups),
        *rates(scope, groups),
        *balances(scope),
        *tables(scope),
        *twice(scope),
        *roundings(scope),
        *listing(scope),
        *unit_mixed(scope),
        *units(scope),
        *dates(scope, period),
        *unfinished(scope),
    ]
    return tuple(
        sorted(
            relations,
            key=lambda relation: (relation.line, relation.tokens[0].start if relation.tokens else 0),
        )
    )
