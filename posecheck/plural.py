"""Numbers of things in words."""


def how_many(count: int, thing: str, things: str = "") -> str:
    """Return how many there are: `1 hold`, `2 holds`.

    Args:
        count: How many.
        thing: What one is called.
        things: What several are called, where that isn't the same with an s.
    """
    return f"{count} {thing if count == 1 else things or f'{thing}s'}"
