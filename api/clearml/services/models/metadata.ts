import { z } from 'zod';
import { deleteModelMetadata, putModelMetadata } from '../../../../activities/db/models/model-metadata.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag } from '../../schemas/common.ts';
import { metadataItem, modelId } from '../../schemas/model.ts';

const put = defineEndpoint({
  name: 'models.add_or_update_metadata',
  needs: 'work',
  summary: 'Sets metadata of a model by key',
  request: z.object({ model: modelId, metadata: z.array(metadataItem), replace_metadata: flag }),
  response: z.object({ updated: z.int() }),
  async handle({ api }, { model, metadata: items, replace_metadata: replace }) {
    await putModelMetadata(api.db, { model, items, replace: replace ?? false });
    return { updated: 1 };
  },
});

const remove = defineEndpoint({
  name: 'models.delete_metadata',
  needs: 'work',
  summary: 'Deletes metadata of a model by key',
  request: z.object({ model: modelId, keys: z.array(z.string()) }),
  response: z.object({ updated: z.int() }),
  async handle({ api }, { model, keys }) {
    await deleteModelMetadata(api.db, { model, keys });
    return { updated: 1 };
  },
});

export const metadataEndpoints = [put, remove];
