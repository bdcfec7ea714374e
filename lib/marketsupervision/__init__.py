"""The trade of market supervision: importing this package declares every figure of its report."""

from marketsupervision import (
    awards,
    competition,
    complaints,
    drugs,
    enforcement,
    food,
    intensity,
    licences,
    mediation,
    publicity,
    registration,
    subjects,
    timeliness,
    visits,
)
from marketsupervision import intellectual_property as ip
from marketsupervision import party_building as party
from marketsupervision import product_quality as product
from marketsupervision import special_equipment as special
from marketsupervision import special_equipment_checks as special_checks

__all__ = [
    "awards",
    "competition",
    "complaints",
    "drugs",
    "enforcement",
    "food",
    "intensity",
    "ip",
    "licences",
    "mediation",
    "party",
    "product",
    "publicity",
    "registration",
    "special",
    "special_checks",
    "subjects",
    "timeliness",
    "visits",
]
