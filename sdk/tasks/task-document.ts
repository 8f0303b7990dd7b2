/** The parts of a task's record that are read here, in ClearML's words. */
export interface TaskDocument {
  id: string;
  name: string;
  type: string;
  status: string;
  status_reason?: string;
  status_message?: string;
  project?: string;
  parent?: string;
  tags?: string[];
  last_iteration?: number;
  hyperparams?: Record<string, Record<string, { value?: unknown; type?: string }>>;
  last_metrics?: Record<string, Record<string, MetricRecord>>;
  execution?: { artifacts?: ArtifactRecord[] };
  models?: { input?: { model: string; name?: string }[]; output?: { model: string; name?: string }[] };
}

interface MetricRecord {
  metric: string;
  variant: string;
  value: number;
  min_value: number;
  max_value: number;
}

export interface ArtifactRecord {
  key: string;
  type: string;
  uri?: string;
  hash?: string;
  content_size?: number;
  type_data?: { preview?: string; content_type?: string };
}
