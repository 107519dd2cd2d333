-- Prepares one PostgreSQL database for the warehouse. An administrator runs it once, with psql, in the database that is to hold it:
--
--     createdb --encoding UTF8 --template template0 mapping
--     psql --dbname mapping --file prepare.sql
--
-- It may be run again at any time: what is there stays. It sets no password; what to do next stands at its end.
\set QUIET on
\pset format unaligned
\pset tuples_only on
\set ON_ERROR_STOP on
SET client_min_messages = warning;

\echo '1 of 5: looking at the server'
DO $$
BEGIN
    IF current_setting('server_version_num')::int < 130000 THEN
        RAISE EXCEPTION 'This server is PostgreSQL %; the warehouse needs 13 or newer.', current_setting('server_version');
    END IF;
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'This database holds texts as %; make one with: createdb --encoding UTF8 --template template0 NAME',
            current_setting('server_encoding');
    END IF;
END
$$;

\echo '2 of 5: PostGIS, for the map layers'
CREATE EXTENSION IF NOT EXISTS postgis;

\echo '3 of 5: the roles'
SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['jmdi_owner', 'jmdi_loader', 'jmdi_analyst', 'jmdi_contacts']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE jmdi_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;      -- owns everything, and nobody is it
ALTER ROLE jmdi_loader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;       -- `jmdi refresh` works as this one
ALTER ROLE jmdi_analyst LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;      -- reads the current build, without personal data
ALTER ROLE jmdi_contacts LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;     -- reads the contacts of the current build as well
GRANT jmdi_owner TO jmdi_loader;

\echo '4 of 5: who may do what in this database'
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO jmdi_loader, jmdi_analyst, jmdi_contacts', current_database()) \gexec
SELECT format('GRANT CREATE, TEMPORARY ON DATABASE %I TO jmdi_owner', current_database()) \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- Whoever reads does so without a chance to change anything, and holds no table for ever.
SELECT format('ALTER ROLE %I IN DATABASE %I SET %s', role, current_database(), setting)
FROM unnest(ARRAY['jmdi_analyst', 'jmdi_contacts']) AS role,
     unnest(ARRAY['default_transaction_read_only = on', 'statement_timeout = ''5min''',
                  'idle_in_transaction_session_timeout = ''10min''']) AS setting \gexec
-- PostGIS may have been put into another schema than public before.
SELECT nspname AS postgis FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE extname = 'postgis' \gset
SELECT format('GRANT USAGE ON SCHEMA %I TO jmdi_owner, jmdi_analyst, jmdi_contacts', :'postgis') \gexec
SELECT format('ALTER ROLE jmdi_analyst IN DATABASE %I SET search_path = mapping, %I', current_database(), :'postgis') \gexec
SELECT format('ALTER ROLE jmdi_contacts IN DATABASE %I SET search_path = mapping, mapping_contacts, %I', current_database(), :'postgis') \gexec

\echo '5 of 5: the schema of the administration'
CREATE SCHEMA IF NOT EXISTS mapping_admin AUTHORIZATION jmdi_owner;
REVOKE ALL ON SCHEMA mapping_admin FROM PUBLIC;
CREATE TABLE IF NOT EXISTS mapping_admin.builds (
    shown_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    build_id text NOT NULL,
    shown_at timestamp with time zone NOT NULL DEFAULT now(),
    shown_by text NOT NULL DEFAULT session_user
);
ALTER TABLE mapping_admin.builds OWNER TO jmdi_owner;
COMMENT ON TABLE mapping_admin.builds IS 'Each time a build was shown to readers, by a refresh or a restore. Grain: one such time.';
COMMENT ON COLUMN mapping_admin.builds.shown_number IS 'Counts up.';
COMMENT ON COLUMN mapping_admin.builds.build_id IS 'The build, by the name of its folder.';
COMMENT ON COLUMN mapping_admin.builds.shown_at IS 'When its tables became those of the schema mapping.';
COMMENT ON COLUMN mapping_admin.builds.shown_by IS 'The role that did so.';

\echo 'Prepared. Next:'
\echo '  1. give each role its password, here in psql: \\password jmdi_loader, \\password jmdi_analyst, \\password jmdi_contacts'
\echo '  2. let them in from where they work, in pg_hba.conf, with the method scram-sha-256'
\echo '  3. jmdi refresh --warehouse postgresql://jmdi_loader@HOST/DATABASE'
