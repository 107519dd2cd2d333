"""The full-text search over practices on PostgreSQL: the table practice_search with the words of each practice, and how it is asked.

Words are found as SQLite's search finds them: accents and case do not matter, and what is neither letter, mark nor digit parts words. The
functions stand in the build's own schema, so that a build and its search always fit together.
"""

from warehouse.search import COLUMNS, SEARCH

# Latin letters lose their accents; vowel signs of Devanagari are no accents, and stay. Marks that part words become spaces first, since
# PostgreSQL would take addresses and words with hyphens for one.
PARTING = (
    "[!-/:-@\\[-`{-~\\u00a0-\\u00bf\\u00d7\\u00f7\\u060c\\u061b\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u2000-\\u206f\\u3000-\\u303f]"
)
ACCENTS = "[\\u0300-\\u036f]"


def _words_of(text: str) -> str:
    """Return the SQL for the plain words of an expression."""
    bare = f"lower(normalize(regexp_replace(normalize({text}, NFD), '{ACCENTS}', '', 'g'), NFC))"
    return f"regexp_replace({bare}, '{PARTING}', ' ', 'g')"


# What is asked, in the words that SQLite's search understands: words, a star for any ending, "several words", AND, OR, NOT, brackets.
ASK = f"""
CREATE FUNCTION practice_words(asked text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
    part text;
    words text;
    said text := '';
    is_operand boolean := false;
BEGIN
    FOR part IN SELECT each[1] FROM regexp_matches(asked, '("[^"]*"|[()]|[^\\s()"]+)', 'g') AS each LOOP
        IF part IN ('AND', 'OR', 'NOT') THEN
            said := said || CASE part WHEN 'AND' THEN ' & ' WHEN 'OR' THEN ' | ' ELSE CASE WHEN is_operand THEN ' & !' ELSE '!' END END;
            is_operand := false;
        ELSIF part = ')' THEN
            said := said || ')';
            is_operand := true;
        ELSE
            said := said || CASE WHEN is_operand THEN ' & ' ELSE '' END;
            IF part = '(' THEN
                said := said || '(';
                is_operand := false;
            ELSE
                words := btrim({_words_of("part")});
                said := said || CASE WHEN words = '' THEN '''''' ELSE '(''' || regexp_replace(words, '\\s+', ''' <-> ''', 'g') || ''''
                    || CASE WHEN right(part, 1) = '*' THEN ':*' ELSE '' END || ')' END;
                is_operand := true;
            END IF;
        END IF;
    END LOOP;
    RETURN to_tsquery('simple', said);
END
$function$;
COMMENT ON FUNCTION practice_words(text) IS
    'What is asked of practice_search.words: words, a star for any ending, "several words", AND, OR, NOT, brackets.';
"""  # noqa: S608  (constants)


def search_table() -> str:
    """Return the SQL that makes the table; its words follow from its texts by themselves."""
    texts = " || ' ' || ".join(f"coalesce({column}, '')" for column in COLUMNS)
    columns = ", ".join(f"{column} text" for column in COLUMNS)
    return f"""
        CREATE TABLE {SEARCH} (
            practice_id text PRIMARY KEY, country_code text NOT NULL, {columns},
            words tsvector GENERATED ALWAYS AS (to_tsvector('simple', {_words_of(texts)})) STORED
        );
        COMMENT ON TABLE {SEARCH} IS
            'The words of practices, to be searched: WHERE words @@ practice_words(''retour* OR retorn*''). Grain: one practice.';
    """


SEARCH_INDEX = f"CREATE INDEX ix_{SEARCH}_words ON {SEARCH} USING gin (words)"
