#!/bin/bash
# Prepares the database of compose.yaml: the roles of the warehouse, and a database of its own for Dagster's runs and events.
set -euo pipefail
secrets=${JMDI_SECRETS:-/run/secrets}
here=$(cd "$(dirname "$0")" && pwd)
export PGHOST=${PGHOST:-database} PGUSER=${PGUSER:-postgres} PGDATABASE=mapping
PGPASSWORD=$(< "$secrets/database_password")
LOADER_PASSWORD=$(< "$secrets/loader_password")
DAGSTER_PASSWORD=$(< "$secrets/dagster_password")
export PGPASSWORD LOADER_PASSWORD DAGSTER_PASSWORD

psql --quiet --no-psqlrc --file "${JMDI_PREPARE_SQL:-$here/prepare.sql}"
# The passwords come from the environment: in the arguments of a program everybody could see them, and a log of statements gets none.
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 << 'SQL'
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
\getenv loader_password LOADER_PASSWORD
\getenv dagster_password DAGSTER_PASSWORD
ALTER ROLE jmdi_loader PASSWORD :'loader_password';
SELECT 'CREATE ROLE jmdi_dagster LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jmdi_dagster') \gexec
ALTER ROLE jmdi_dagster PASSWORD :'dagster_password';
SELECT 'CREATE DATABASE dagster OWNER jmdi_dagster' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'dagster') \gexec
REVOKE ALL ON DATABASE dagster FROM PUBLIC;
SQL
