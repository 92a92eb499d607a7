"""The platform-neutral core of Ajar: everything it does, whatever carries it."""
