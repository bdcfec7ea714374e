"""Publication: the public edition of a report, in which no unit, place or person is named that must not be."""
