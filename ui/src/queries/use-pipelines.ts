import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { PipelineView, RunEvent, RunSummary, RunView } from '../../../workflows/contracts/pipeline-api.ts';
import { fetchPipelines, fetchRun, fetchRunEvents, fetchRuns } from '../api/pipelines.ts';
import { queryKeys } from '../api/query-keys.ts';

export const usePipelines = (): UseQueryResult<PipelineView[]> =>
  useQuery({ queryKey: queryKeys.pipelines, queryFn: ({ signal }) => fetchPipelines(signal) });

export const useRuns = (pipeline: string, archived: boolean): UseQueryResult<RunSummary[]> =>
  useQuery({
    queryKey: queryKeys.pipelineRuns(pipeline, archived),
    queryFn: ({ signal }) => fetchRuns(pipeline, archived, signal),
  });

export const useRun = (run: string): UseQueryResult<RunView> =>
  useQuery({ queryKey: queryKeys.pipelineRun(run), queryFn: ({ signal }) => fetchRun(run, signal) });

export const useRunEvents = (run: string): UseQueryResult<RunEvent[]> =>
  useQuery({ queryKey: queryKeys.pipelineRunEvents(run), queryFn: ({ signal }) => fetchRunEvents(run, signal) });
