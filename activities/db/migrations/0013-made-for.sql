-- What application credentials were made for: 'user' ones may what their user may, those of agents and machines less.
alter table credentials add column made_for text not null default 'user';
update credentials set made_for = 'machine' where access_key in (select access_key from machines);
