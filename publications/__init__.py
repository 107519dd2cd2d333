"""FILES FOR PEOPLE, written from the tables of a build. No SQL and no transformation of its own."""
