"""The public edition: no unit, place or person is named that must not be."""
