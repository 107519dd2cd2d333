"""The few functions that SQLite has and PostgreSQL lacks, made in each build's schema, so that one text of a view or query serves both.

What both databases spell alike is used first: `cast(… AS text)`, `CASE WHEN is_x THEN 1 ELSE 0 END`, window functions. Only what has no
common spelling is declared here, with the part of SQLite's meaning that views and queries rely on.
"""

SHARED_WITH_SQLITE = """
CREATE FUNCTION instr(whole text, part text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS 'SELECT strpos($1, $2)';
COMMENT ON FUNCTION instr(text, text) IS 'Where a part stands in a text, counted from 1; 0 when it is not there. As in SQLite.';

CREATE FUNCTION json_extract(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS 'SELECT $1::json ->> substr($2, 3)';
COMMENT ON FUNCTION json_extract(text, text) IS 'The value of one name in a JSON document, as in SQLite: the path is $. and the name.';

CREATE FUNCTION group_concat_step(state text, value text, separator text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || $3 || $2 END';
CREATE AGGREGATE group_concat(value text, separator text) (SFUNC = group_concat_step, STYPE = text);
COMMENT ON AGGREGATE group_concat(text, text) IS 'Texts put together with a separator, as in SQLite; PostgreSQL calls it string_agg.';
"""
