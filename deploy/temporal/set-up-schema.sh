#!/bin/sh
# Makes Temporal's tables in Postgres, or brings them up to the version of this tool. Safe to run again.
# Needs: SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD; the databases `temporal` and `temporal_visibility`, owned by that user.
set -eu

bring_up_to_date() {
  temporal-sql-tool --plugin postgres12 --database "$1" setup-schema --version 0.0
  temporal-sql-tool --plugin postgres12 --database "$1" update-schema --schema-name "postgresql/v12/$2"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
