import { defineEntity, p } from '@mikro-orm/core';

export interface MetadataItem {
  key: string;
  type?: string;
  value?: string;
}

export const Model = defineEntity({
  name: 'Model',
  tableName: 'models',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    uri: p.text().default(''),
    framework: p.text().nullable(),
    design: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    labels: p.json<Record<string, number>>().defaultRaw(`'{}'`),
    metadata: p.json<Record<string, MetadataItem>>().defaultRaw(`'{}'`),
    comment: p.text().default(''),
    tags: p.array().default([]),
    system_tags: p.array().default([]),
    project: p.text().nullable(),
    /** The task that made it. */
    task: p.text().nullable(),
    parent: p.text().nullable(),
    user_id: p.text(),
    /** Published. */
    ready: p.boolean().default(false),
    last_iteration: p.integer().default(0),
    created: p.datetime(3),
    last_update: p.datetime(3),
    last_change: p.datetime(3),
  },
});
