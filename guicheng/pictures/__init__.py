"""Pictures that people upload: made safe on the way in, kept in three sizes, shown through the scope."""
