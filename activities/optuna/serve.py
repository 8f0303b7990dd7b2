"""Asks Optuna on behalf of one sweep: a request a line on standard input, an answer a line on standard output, both JSON.

The study lives in memory and is told what has changed since; whoever starts this process anew tells it all. What samplers and pruners
write on trials travels with them as `notes`, so that a study that is told again goes on where it was.
"""

import inspect
import json
import sys
import traceback

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState

optuna.logging.set_verbosity(optuna.logging.ERROR)

STATES = {
    "queued": TrialState.RUNNING,
    "running": TrialState.RUNNING,
    "completed": TrialState.COMPLETE,
    "pruned": TrialState.PRUNED,
}
# These go through a sequence of their own, which a seed shifts: it stays the same for all trials.
SEQUENCES = ("GridSampler", "QMCSampler")
# The order in which these are built is the order of the names that a caller may give.
BASES = {"samplers": optuna.samplers.BaseSampler, "pruners": optuna.pruners.BasePruner}


class Refused(Exception):
    """What was asked for cannot be; the message says why and what can."""


def names(kind):
    module = getattr(optuna, kind)
    found = [n for n in module.__all__ if not n.startswith("Base") and inspect.isclass(getattr(module, n))]
    return sorted(n for n in found if issubclass(getattr(module, n), BASES[kind]))


def build(kind, part, seed=None, space=None):
    """Makes a sampler or pruner by name; arguments of the form {name, arguments} are samplers or pruners themselves."""
    allowed = names(kind)
    if part["name"] not in allowed:
        raise Refused("strategy.%s: \"%s\" is no %s of Optuna %s; one of %s" % (kind[:-1], part["name"], kind[:-1], optuna.__version__, ", ".join(allowed)))
    cls = getattr(getattr(optuna, kind), part["name"])
    arguments = {k: build_argument(kind, v, seed, space) for k, v in part["arguments"].items()}
    known = inspect.signature(cls.__init__).parameters
    for name in arguments:
        if name not in known:
            raise Refused("strategy.%s.arguments.%s: unknown to %s; one of %s" % (kind[:-1], name, part["name"], ", ".join(n for n in known if n != "self")))
    if seed is not None and "seed" in known:
        arguments.setdefault("seed", seed)
    if part["name"] == "GridSampler" and space is not None:
        arguments.setdefault("search_space", {name: space.grid(name) for name in space.names})
    try:
        return cls(**arguments)
    except ImportError as error:
        raise Refused("strategy.%s: %s needs a package that is not there: %s" % (kind[:-1], part["name"], error))
    except (TypeError, ValueError) as error:
        raise Refused("strategy.%s: %s: %s" % (kind[:-1], part["name"], error))


def build_argument(kind, value, seed, space):
    nested = isinstance(value, dict) and set(value) == {"name", "arguments"}
    return build(kind, value, seed, space) if nested else value


class Space:
    """The search space as Optuna's distributions. Values that Optuna cannot hold stand for their place in the list."""

    def __init__(self, definition):
        self.definition = definition
        self.names = ordered(definition)

    def active(self, name, chosen):
        condition = self.definition[name].get("onlyWhen")
        if not condition:
            return True
        parent = condition["parameter"]
        return parent in chosen and canonical(chosen[parent]) in [canonical(v) for v in condition["in"]]

    def by_place(self, name):
        values = self.definition[name]["values"]
        plain = all(isinstance(v, (str, int, float, bool)) or v is None for v in values)
        return self.definition[name]["kind"] == "set" or not plain or len(set(values)) < len(values)

    def grid(self, name):
        d = self.definition[name]
        if d["kind"] in ("choice", "set"):
            return list(range(len(d["values"]))) if self.by_place(name) else list(d["values"])
        step = d.get("step")
        if step is None:
            raise Refused("strategy.sampler: GridSampler needs values: give %s a step, or search_space" % name)
        count = int((d["max"] - d["min"]) / step + 1e-9) + 1
        return [d["min"] + i * step for i in range(count)]

    def distribution(self, name):
        d = self.definition[name]
        if d["kind"] == "uniform":
            return FloatDistribution(d["min"], d["max"], step=d.get("step"))
        if d["kind"] == "logUniform":
            return FloatDistribution(d["min"], d["max"], log=True)
        if d["kind"] == "integer":
            return IntDistribution(d["min"], d["max"], log=d["log"], step=1 if d["log"] else d["step"])
        return CategoricalDistribution(self.grid(name))

    def suggest(self, trial):
        chosen = {}
        for name in self.names:
            if not self.active(name, chosen):
                continue
            found = trial._suggest(name, self.distribution(name))
            is_list = self.definition[name]["kind"] in ("choice", "set")
            chosen[name] = self.definition[name]["values"][found] if is_list and self.by_place(name) else found
        return self.expand(chosen)

    def expand(self, chosen):
        parameters = {}
        for name, value in chosen.items():
            parameters.update(value if self.definition[name]["kind"] == "set" else {name: value})
        return parameters

    def params(self, parameters):
        """Optuna's own values of a trial's parameters; None when the trial does not lie in the space."""
        params, chosen, distributions = {}, {}, {}
        for name in self.names:
            if not self.active(name, chosen):
                continue
            value = self.place_of(name, parameters)
            distribution = self.distribution(name)
            if value is None or not distribution._contains(distribution.to_internal_repr(value[0])):
                return None
            params[name], distributions[name] = value[0], distribution
            chosen[name] = value[1]
        return params, distributions

    def place_of(self, name, parameters):
        d = self.definition[name]
        if d["kind"] == "set":
            places = [i for i, v in enumerate(d["values"]) if all(canonical(parameters.get(k)) == canonical(x) for k, x in v.items())]
            return (places[0], d["values"][places[0]]) if places else None
        if name not in parameters:
            return None
        value = parameters[name]
        if d["kind"] != "choice":
            return (value, value)
        places = [i for i, v in enumerate(d["values"]) if canonical(v) == canonical(value)]
        if not places:
            return None
        return (places[0] if self.by_place(name) else d["values"][places[0]], value)


def canonical(value):
    return json.dumps(value, sort_keys=True)


def ordered(definition):
    """Each name after the one that its condition asks for."""
    left, result = list(definition), []
    while left:
        ready = [n for n in left if (definition[n].get("onlyWhen") or {}).get("parameter") not in left]
        if not ready:
            raise Refused("space: conditions go in a circle: %s" % ", ".join(left))
        result += ready
        left = [n for n in left if n not in ready]
    return result


class Study:
    def __init__(self, definition):
        self.definition = definition
        self.space = Space(definition["space"])
        self.storage = optuna.storages.InMemoryStorage()
        self.ids = {}
        self.notes = {}
        pruner = definition.get("pruner")
        self.study = optuna.create_study(
            storage=self.storage,
            # Hyperband shares trials among its brackets by this name.
            study_name="seed %d" % definition["seed"],
            directions=definition["directions"],
            pruner=build("pruners", pruner) if pruner else optuna.pruners.NopPruner(),
        )
        # Samplers that run out of points say so with `stop`.
        self.study._thread_local.in_optimize_loop = True
        self.use_sampler(0)

    def use_sampler(self, number):
        seed = self.definition["seed"]
        part = self.definition["sampler"]
        own = seed if part["name"] in SEQUENCES else (seed + number * 7919) % 2**32
        self.study.sampler = build("samplers", part, own, self.space)

    def tell(self, trial):
        """A trial that is new here, or has gone on. False when it ended otherwise than it was told before."""
        state = STATES.get(trial["state"], TrialState.FAIL)
        trial_id = self.ids.get(trial["number"])
        if trial_id is None:
            return self.add(trial, state)
        known = self.storage.get_trial(trial_id)
        if known.state.is_finished():
            return known.state == state and (state != TrialState.COMPLETE or known.values == trial["values"])
        self.report(trial_id, trial.get("intermediate", []))
        if state != TrialState.RUNNING:
            values = trial["values"] if state == TrialState.COMPLETE else None
            self.study.tell(known.number, values=values, state=state)
        return True

    def add(self, trial, state):
        found = self.space.params(trial["parameters"])
        if found is None:
            return True
        params, distributions = found
        study_notes = trial.get("notes") or {}
        for key, value in (study_notes.get("study") or {}).items():
            self.storage.set_study_system_attr(self.study._study_id, key, value)
        intermediate = {int(step): float(value) for step, value in trial.get("intermediate", [])}
        values = trial["values"] if state == TrialState.COMPLETE else None
        if state == TrialState.PRUNED and intermediate:
            values = [intermediate[max(intermediate)]]
        frozen = optuna.trial.create_trial(
            state=state,
            params=params,
            distributions=distributions,
            values=values,
            intermediate_values=intermediate,
            system_attrs=study_notes.get("trial") or {},
        )
        self.study.add_trial(frozen)
        self.ids[trial["number"]] = self.storage.get_all_trials(self.study._study_id, deepcopy=False)[-1]._trial_id
        return True

    def report(self, trial_id, intermediate):
        for step, value in intermediate:
            self.storage.set_trial_intermediate_value(trial_id, int(step), float(value))

    def suggest(self, number):
        self.use_sampler(number)
        self.ready_brackets()
        trial = self.study.ask()
        self.ids[number] = trial._trial_id
        parameters = self.space.suggest(trial)
        return {"number": number, "parameters": parameters, "notes": self.notes_of(number)}

    def ready_brackets(self):
        """A sampler goes by the trials of its bracket: hyperband must know its brackets also before it has judged a trial in this process."""
        pruner = self.study.pruner
        if isinstance(pruner, optuna.pruners.HyperbandPruner) and len(pruner._pruners) == 0:
            pruner._try_initialization(self.study)

    def notes_of(self, number):
        trial = dict(self.storage.get_trial(self.ids[number]).system_attrs)
        study = dict(self.storage.get_study_system_attrs(self.study._study_id))
        notes = {"trial": trial} if trial else {}
        if study != self.notes:
            self.notes = study
            notes["study"] = study
        return notes

    def prune(self, number):
        if number not in self.ids:
            return {"number": number, "prune": False, "notes": {}}
        frozen = self.storage.get_trial(self.ids[number])
        before = dict(frozen.system_attrs)
        verdict = bool(frozen.intermediate_values) and bool(self.study.pruner.prune(self.study, frozen))
        after = dict(self.storage.get_trial(self.ids[number]).system_attrs)
        return {"number": number, "prune": verdict, "notes": {"trial": after} if after != before else {}}

    @property
    def stopped(self):
        return bool(self.study._stop_flag)


def answer(request, state):
    if request["op"] == "names":
        return {"version": optuna.__version__, "samplers": names("samplers"), "pruners": names("pruners")}
    if request.get("study") is not None:
        state["study"] = Study(request["study"])
    study = state["study"]
    for trial in request.get("trials", []):
        if not study.tell(trial):
            return {"again": True}
    pruned = [study.prune(number) for number in request.get("prune", [])]
    suggested = []
    for number in request.get("suggest", []):
        if study.stopped:
            break
        suggested.append(study.suggest(number))
    return {"suggested": suggested, "pruned": pruned, "stopped": study.stopped}


def main():
    state = {"study": None}
    for line in sys.stdin:
        try:
            reply = {"ok": answer(json.loads(line), state)}
        except Refused as error:
            reply = {"refused": str(error)}
        except (ValueError, ImportError) as error:
            reply = {"refused": "strategy: %s" % error}
        except Exception:
            reply = {"error": traceback.format_exc(limit=-6)}
        out.write(json.dumps(reply) + "\n")
        out.flush()


if __name__ == "__main__":
    # What a sampler prints must not get between the answers.
    out, sys.stdout = sys.stdout, sys.stderr
    main()
