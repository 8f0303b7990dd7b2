import { defineEntity, p } from '@mikro-orm/core';

/** A stored file that nothing refers to any more; it is deleted from the file server when it is due. */
export const DiscardedFile = defineEntity({
  name: 'DiscardedFile',
  tableName: 'discarded_files',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    url: p.text(),
    due: p.datetime(3),
  },
});
