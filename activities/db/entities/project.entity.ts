import { defineEntity, p } from '@mikro-orm/core';

/** `name` is the full path: `parent/child`. */
export const Project = defineEntity({
  name: 'Project',
  tableName: 'projects',
  properties: {
    id: p.text().primary(),
    name: p.text().unique(),
    description: p.text().default(''),
    user_id: p.text(),
    tags: p.array().default([]),
    system_tags: p.array().default([]),
    default_output_destination: p.text().nullable(),
    created: p.datetime(3),
    last_update: p.datetime(3),
  },
});
