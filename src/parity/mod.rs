//! What two runs of one case saw, side by side: what agreed, what differed, and what kind of action it was. Pure; must not run anything.
