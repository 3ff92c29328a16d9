"""Why a model says what it says: over many rows and for one."""
