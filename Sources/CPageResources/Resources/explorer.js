// The threshold explorer: empty until the next commit.
