-- Whole curves by rows of the table in the order in which they lie: what a task reported together lies together, and is read once for all of
-- its curves. Each curve's points come as two lists of numbers, iterations and values.
-- The settings have it look into the index for these curves alone, whatever the statistics say of how many others there are.
create function whole_curves(ids int[], after bigint) returns table (series int, iter text, value text)
language sql stable
set enable_seqscan = off
set enable_indexscan = off
as $$
  select p.series, array_to_string(array_agg(p.iter), ','), array_to_string(array_agg(p.value), ',')
  from scalar_points p where p.series = any(ids) and p.iter > after group by p.series
$$;
