-- Run once by the Postgres image, when it makes a new cluster: a role without special rights for Perdura and one for
-- Temporal, each with databases that the other cannot enter.
\set ON_ERROR_STOP on
\getenv perdura_password PERDURA_DATABASE_PASSWORD
\getenv temporal_password TEMPORAL_DATABASE_PASSWORD

create role perdura login password :'perdura_password';
create database perdura owner perdura;
revoke connect on database perdura from public;

create role temporal login password :'temporal_password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database temporal, temporal_visibility from public;
