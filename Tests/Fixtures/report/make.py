"""Writes the CSV files beside it: every number of every figure of the home that ReportTests/GoldenHome.swift makes.

Nothing here is taken from HipZoo: the definitions are those of docs/semantics.md and of the figures' captions.
Run it with Python 3 in this folder after changing the home, and read what changes.
"""

import itertools
import math

OUTPUTS = ["hip_flexion_r_moment", "hip_adduction_r_moment", "hip_rotation_r_moment"]
UNIT = "Nm/kg"
METRICS = [("rmse", "RMSE"), ("mae", "MAE"), ("r2", "R²")]
PEOPLE = {"healthy": [3, 8, 1, 6, 2, 7, 4, 5], "onfh": [4, 6, 2, 10]}
ENTRIES = ["alpha", "beta", "gamma"]
SEEDS = {"alpha": [1, 2], "beta": [1], "gamma": [1]}
TITLE = {"healthy": "Healthy test subjects", "onfh": "ONFH patients"}
SHORT = {"healthy": "healthy", "onfh": "ONFH"}
FRAMES = 40


def name(people, i):
    return f"{'H' if people == 'healthy' else 'P'}0{i + 1}"


def tested(entry):
    return ["healthy", "onfh"] if entry != "gamma" else ["healthy"]


def mean(xs):
    return sum(xs) / len(xs)


def deviation(xs):
    m = mean(xs)
    return math.sqrt(sum((x - m) ** 2 for x in xs) / (len(xs) - 1)) if len(xs) > 1 else 0.0


def fixed(x, places):
    return "-" if x is None else f"{x:.{places}f}"


def write(file, head, rows):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text

    with open(f"{file}.csv", "w", encoding="utf-8", newline="") as out:
        for row in [head] + rows:
            out.write(",".join(cell(str(c)) for c in row) + "\n")


# Scores ------------------------------------------------------------------------------------------------------------


def error(entry, seed, people, i):
    """The RMSE of a subject over all trials and outputs."""
    shift = {"alpha": 0.0, "beta": 0.25, "gamma": 0.5}[entry]
    if entry == "beta" and name(people, i) == "H03":
        shift = -0.5
    if entry == "alpha":
        shift += -0.0625 if seed == 1 else 0.0625
    return 1 + 0.125 * PEOPLE[people][i] + shift + (0.5 if people == "onfh" else 0)


def row(entry, seed, people, i, subset="overall", output=None):
    """Trials, RMSE, MAE and R2 of one seed."""
    p = error(entry, seed, people, i)
    if output is not None:
        rmse = p * (1 + 0.25 * ((i + 1 + output) % 3))
        return {"trials": 3, "rmse": rmse, "mae": rmse / 4, "r2": 0.875 - 0.125 * output - 0.0625 * (i + 1)}
    extra = {"overall": 0, "slow": 0.25 if i % 2 else 0.125, "fast": 0.1875}[subset]
    rmse = p + extra
    return {
        "trials": {"overall": 3, "slow": 1, "fast": 2}[subset], "rmse": rmse, "mae": rmse / 2, "r2": 1 - rmse / 4,
    }


def score(entry, people, i, subset="overall", output=None):
    """A subject's score: the mean over seeds."""
    rows = [row(entry, s, people, i, subset, output) for s in SEEDS[entry]]
    return {"trials": rows[0]["trials"]} | {m: mean([r[m] for r in rows]) for m, _ in METRICS}


def scores(entry, people, subset="overall", output=None):
    return [score(entry, people, i, subset, output) for i in range(len(PEOPLE[people]))]


def ranks(xs):
    return [mean([k + 1 for k, y in enumerate(sorted(xs)) if y == x]) for x in xs]


def wilcoxon(differences):
    """The exact two-sided p of Wilcoxon's signed ranks, over all choices of signs, and the rank-biserial effect."""
    rank = ranks([abs(d) for d in differences])
    up = sum(r for r, d in zip(rank, differences) if d > 0)
    total = sum(rank)
    statistic = min(up, total - up)
    sums = [sum(c) for c in itertools.product(*[(0, r) for r in rank])]
    p = min(1, 2 * sum(s <= statistic for s in sums) / len(sums))
    return p, (up - (total - up)) / total


def holm(ps):
    adjusted, floor = list(ps), 0
    for k, i in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        floor = max(floor, min(1, (len(ps) - k) * ps[i]))
        adjusted[i] = floor
    return adjusted


def scores_figure():
    numbers, tests, exact = [], [], []
    for metric, heading in METRICS:
        for subset in ["overall", "slow", "fast"]:
            by = {e: [s[metric] for s in scores(e, "healthy", subset)] for e in ENTRIES}
            for e in ENTRIES:
                numbers.append([metric, subset, e, len(by[e]), mean(by[e]), deviation(by[e]), "" if metric == "r2" else UNIT])
            pairs = list(itertools.combinations(ENTRIES, 2))
            found = []
            for a, b in pairs:
                d = [x - y for x, y in zip(by[a], by[b])]
                found.append((d, *wilcoxon(d)))
            for (a, b), (d, p, effect), q in zip(pairs, found, holm([f[1] for f in found])):
                tests.append(
                    [heading, subset, a, fixed(mean(by[a]), 4), b, fixed(mean(by[b]), 4), 8, fixed(mean(d), 4), fixed(p, 4),
                     fixed(q, 4), fixed(effect, 2)])
                exact.append(
                    [metric, subset, a, b, 8, mean(by[a]), mean(by[b]), mean(d), deviation(d), p, q, effect,
                     "exact" if len({abs(x) for x in d}) == 8 and all(d) else "permutation", "" if metric == "r2" else UNIT])
    write("scores", ["metric", "subset", "entry", "n", "mean", "sd", "unit"], numbers)
    write("scores-summary", ["Metric", "Trials", "First", "Mean of first", "Second", "Mean of second", "n", "First − second", "p", "p (Holm)", "Effect size"], tests)
    write("scores-tests", ["metric", "subset", "first", "second", "n", "first_mean", "second_mean", "difference_mean", "difference_sd", "p", "p_holm", "effect_size", "method", "unit"], exact)


def ranking_figure():
    numbers, summary = [], []
    labels = ["hip flexion moment", "hip adduction moment", "hip rotation moment"]
    for people in PEOPLE:
        entries = [e for e in ENTRIES if people in tested(e)]
        for k, output in enumerate(OUTPUTS):
            own = {e: [s["rmse"] for s in scores(e, people, output=k)] for e in entries}
            order = sorted(entries, key=lambda e: (mean(own[e]), e))
            pairs = list(itertools.combinations(entries, 2))
            ps = [wilcoxon([x - y for x, y in zip(own[a], own[b])])[0] for a, b in pairs]
            tests = {frozenset(pair): (p, q) for pair, p, q in zip(pairs, ps, holm(ps))}
            for e in order:
                p, q = tests.get(frozenset((order[0], e)), ("", ""))
                rank = 1 + sum(mean(own[other]) < mean(own[e]) for other in entries)
                numbers.append(
                    [people, output, e, rank, len(own[e]), mean(own[e]), deviation(own[e]), order[0], p, q, UNIT])
            alike = [e for e in order[1:] if tests[frozenset((order[0], e))][1] >= 0.05]
            summary.append(
                [TITLE[people], labels[k], order[0], fixed(mean(own[order[0]]), 3),
                 ", ".join(alike) or "-", order[-1], fixed(mean(own[order[-1]]), 3)])
    write("ranking", ["cohort", "output", "entry", "rank", "n", "rmse_mean", "rmse_sd", "first", "p_to_first", "p_holm", "unit"], numbers)
    write("ranking-summary", ["People", "Output", "First", "RMSE", "Not told from it by the test", "Last", "RMSE"], summary)


def differences_figure():
    own = {e: [s["rmse"] for s in scores(e, "healthy")] for e in ENTRIES}
    best = min(ENTRIES, key=lambda e: mean(own[e]))
    pairs = list(itertools.combinations(ENTRIES, 2))
    adjusted = holm([wilcoxon([x - y for x, y in zip(own[a], own[b])])[0] for a, b in pairs])
    numbers, summary = [], []
    for e in ENTRIES:
        if e == best:
            continue
        d = [x - y for x, y in zip(own[e], own[best])]
        numbers += [[name("healthy", i), e, best, d[i], UNIT] for i in range(8)]
        p = next(q for pair, q in zip(pairs, adjusted) if set(pair) == {e, best})
        summary.append([e, best, 8, fixed(mean(d), 4), fixed(deviation(d), 4), f"{sum(x > 0 for x in d)} of 8", fixed(p, 4)])
    write("differences", ["subject", "entry", "less", "rmse_difference", "unit"], numbers)
    write("differences-summary", ["Entry", "less", "n", "Mean difference", "sd", "Worse for", "p (Holm)"], summary)


def quartiles(xs):
    xs = sorted(xs)

    def at(share):
        place = share * (len(xs) - 1)
        low = int(place)
        return xs[low] + (xs[min(low + 1, len(xs) - 1)] - xs[low]) * (place - low)

    return [at(0.25), at(0.5), at(0.75)]


def populations_figure():
    numbers, summary = [], []
    for metric, heading in METRICS:
        for e in ["alpha", "beta"]:
            for people in tested(e):
                xs = [s[metric] for s in scores(e, people)]
                numbers += [[metric, f"{e}-jm60", people, name(people, i), x] for i, x in enumerate(xs)]
                summary.append([heading, e, TITLE[people], len(xs)] + [fixed(q, 4) for q in quartiles(xs)])
    write("populations", ["metric", "entry", "cohort", "subject", "value"], numbers)
    write("populations-summary", ["Metric", "Entry", "People", "n", "Lower quartile", "Median", "Upper quartile"], summary)


def outputs_figure():
    numbers = []
    for people in PEOPLE:
        for k, output in enumerate(OUTPUTS):
            for e in ENTRIES:
                if people in tested(e):
                    own = scores(e, people, output=k)
                    r2 = [s["r2"] for s in own]
                    numbers.append(
                        [people, output, f"{e}-jm60", len(own), len(r2), mean(r2), deviation(r2), mean([s["rmse"] for s in own]),
                         mean([s["mae"] for s in own]), UNIT])
    columns = [(people, e) for people in PEOPLE for e in ENTRIES if people in tested(e)]
    summary = [
        [output] + [fixed(mean([s["r2"] for s in scores(e, people, output=k)]), 3) for people, e in columns]
        for k, output in enumerate(OUTPUTS)]
    write("outputs", ["cohort", "output", "entry", "n", "r2_n", "r2_mean", "r2_sd", "rmse_mean", "mae_mean", "unit"],
          numbers)
    write("outputs-summary", ["Output"] + [f"{e}, {SHORT[people]}" for people, e in columns], summary)


def subjects_figure():
    numbers, summary = [], []
    for people in PEOPLE:
        entries = [e for e in ENTRIES if people in tested(e)]
        worst = sorted(range(len(PEOPLE[people])), key=lambda i: (-mean([score(e, people, i)["rmse"] for e in entries]), i))
        for i in worst:
            summary.append([TITLE[people], name(people, i)]
                           + [fixed(score(e, people, i)["rmse"], 3) if e in entries else "-" for e in ENTRIES])
            for e in entries:
                s = score(e, people, i)
                numbers.append([people, name(people, i), f"{e}-jm60", s["trials"], s["rmse"], s["mae"], s["r2"]])
    write("subjects", ["cohort", "subject", "entry", "trials", "rmse", "mae", "r2"], numbers)
    write("subjects-summary", ["People", "Subject"] + list(ENTRIES), summary)


def entry_subjects_figure(e, people):
    numbers, summary = [], []
    for i in sorted(range(len(PEOPLE[people])), key=lambda i: -score(e, people, i)["rmse"]):
        own = [score(e, people, i, output=k) for k in range(3)]
        numbers += [[name(people, i), o, s["rmse"], s["mae"], s["r2"], UNIT] for o, s in zip(OUTPUTS, own)]
        k = max(range(3), key=lambda k: own[k]["rmse"])
        slow, fast = (score(e, people, i, subset)["rmse"] for subset in ["slow", "fast"])
        s = score(e, people, i)
        summary.append(
            [name(people, i), s["trials"], fixed(s["rmse"], 4), fixed(s["mae"], 4), fixed(s["r2"], 4),
             f"{OUTPUTS[k]} ({fixed(own[k]['rmse'], 2)})",
             f"slow ({fixed(slow, 2)})" if slow > fast else f"fast ({fixed(fast, 2)})"])
    write(f"{e}-subjects-{people}", ["subject", "output", "rmse", "mae", "r2", "unit"], numbers)
    write(f"{e}-subjects-{people}-summary", ["Subject", "Trials", "RMSE", "MAE", "R²", "Worst output", "Worst cadence"], summary)


# Curves ------------------------------------------------------------------------------------------------------------

# A gain, a shift in frames and the side of the peak for each output.
MOVES = [(1.25, 2, 1), (0.5, -3, -1), (1.5, 4, 1)]


def reference(trial, output, frame):
    """A triangle whose peak is at frame 20, 10 or 38, higher in later trials; the second one is negative."""
    at = [20, 10, 38][output]
    away = min((frame - at) % FRAMES, (at - frame) % FRAMES)
    return MOVES[output][2] * (1 + trial / 4) * (output + 1) * (1 - away / 16)


def predicted(trial, output, frame):
    gain, shift, _ = MOVES[output]
    return gain * reference(trial, output, (frame - shift) % FRAMES) + (0.25 if trial == 2 else 0)


def six(x):
    if x == 0:
        return 0.0
    scale = math.pow(10, 5 - math.floor(math.log10(abs(x))))
    scaled = x * scale
    return math.copysign(math.floor(abs(scaled) + 0.5), scaled) / scale


def curves_figures(people):
    trials = [("H01", "slow"), ("H01", "fast"), ("H02", "slow"), ("H02", "fast")] if people == "healthy" else [
        ("P01", "self"), ("P02", "self")]
    n = range(len(trials))
    curves, summary, phases, worst, peaks, boxes, agreed, limits = [], [], [], [], [], [], [], []
    for k, output in enumerate(OUTPUTS):
        ref = [[reference(t, k, f) for f in range(FRAMES)] for t in n]
        pre = [[predicted(t, k, f) for f in range(FRAMES)] for t in n]
        frames = [
            [six(mean([ref[t][f] for t in n])), six(deviation([ref[t][f] for t in n])), six(mean([pre[t][f] for t in n])),
             six(deviation([pre[t][f] for t in n])), six(math.sqrt(mean([(ref[t][f] - pre[t][f]) ** 2 for t in n])))]
            for f in range(FRAMES)]
        curves += [[output, fixed(100 * f / 39, 2)] + frames[f] + [UNIT] for f in range(FRAMES)]
        summary.append(
            [output] + [fixed(x, 3) for x in [
                min(c[0] for c in frames), max(c[0] for c in frames), min(c[2] for c in frames), max(c[2] for c in frames),
                mean([c[4] for c in frames])]])
        span = max(c[0] for c in frames) - min(c[0] for c in frames)
        a, b = mean([c[0] for c in frames]), mean([c[2] for c in frames])
        size = math.sqrt(sum((c[0] - a) ** 2 for c in frames) * sum((c[2] - b) ** 2 for c in frames))
        summary[-1] += [
            fixed(100 * mean([c[4] for c in frames]) / span, 1),
            fixed(sum((c[0] - a) * (c[2] - b) for c in frames) / size, 3)]
        both = []
        own = [math.sqrt(mean([frames[f][4] * frames[f][4] for f in (2 * q, 2 * q + 1)])) for q in range(20)]
        phases += [[output, 5 * q, 5 * q + 5, own[q], UNIT, 100 * own[q] / span] for q in range(20)]
        q = max(range(20), key=lambda q: own[q])
        worst.append([output, f"{fixed(own[q], 3)} {UNIT}", f"{5 * q} to {5 * q + 5}", f"{fixed(100 * own[q] / span, 0)} %"])
        side = MOVES[k][2]
        heights, times = [], []
        for t in n:
            at, hit = (max(range(FRAMES), key=lambda f: side * c[t][f]) for c in (ref, pre))
            high, low = six(ref[t][at]), six(pre[t][hit])
            peaks.append([output, *trials[t], high, low, UNIT, fixed(100 * at / 39, 2), fixed(100 * hit / 39, 2)])
            both.append(((low + high) / 2, low - high))
            agreed.append([output, trials[t][0], *both[-1], UNIT])
            heights.append(100 * (low / high - 1))
            late = 100 * hit / 39 - 100 * at / 39
            times.append(late - 100 if late > 50 else late + 100 if late < -50 else late)
        bias, spread = mean([y for _, y in both]), 1.96 * deviation([y for _, y in both])
        limits.append([output, len(both)] + [fixed(x, 3) for x in (bias, bias - spread, bias + spread)] + [UNIT])
        (a, b, c), (d, e, f) = quartiles(heights), quartiles(times)
        boxes.append(
            [output, f"{fixed(b, 1)} %", f"{fixed(a, 1)} to {fixed(c, 1)} %", f"{fixed(e, 1)} %", f"{fixed(d, 1)} to {fixed(f, 1)} %"])
    write(f"alpha-curves-{people}", ["output", "cycle_percent", "reference_mean", "reference_sd", "predicted_mean", "predicted_sd", "rmse", "unit"], curves)
    write(f"alpha-curves-{people}-summary", ["Output", "Reference: lowest", "highest", "Predicted: lowest", "highest", "Mean RMSE over the cycle", "nRMSE, % of the range", "r of the mean curves"], summary)
    write(f"alpha-agreement-{people}", ["output", "subject", "mean_of_both", "predicted_less_reference", "unit"], agreed)
    write(f"alpha-agreement-{people}-summary", ["Output", "Trials", "Bias", "Lower limit", "Upper limit", "Unit"], limits)
    write(f"alpha-phases-{people}", ["output", "from_percent", "to_percent", "rmse", "unit", "percent_of_range"], phases)
    write(f"alpha-phases-{people}-summary", ["Output", "Largest RMSE", "at % of the cycle", "in % of the reference's range"], worst)
    write(f"alpha-peaks-{people}", ["output", "subject", "cadence", "reference_peak", "predicted_peak", "unit", "reference_percent", "predicted_percent"], peaks)
    write(f"alpha-peaks-{people}-summary", ["Output", "Height error: median", "quartiles", "Timing error: median", "quartiles"], boxes)


# Trainings ---------------------------------------------------------------------------------------------------------

# By entry and seed: the trainings with their epochs as loss, validation loss, norm of the gradient and seconds.
TRAININGS = {
    ("alpha", 1): [
        ("fold 1", [(4.0, 3.5, 8.0, 1.5), (2.0, 2.25, 4.0, 1.25), (1.0, 2.5, 2.0, 1.0)]),
        ("fold 2", [(5.0, 3.0, 9.0, 2.0), (3.0, 3.125, 5.0, 2.5)]),
        ("final", [(4.5, None, 7.0, 60.0), (2.5, None, 3.0, 64.5)]),
    ],
    ("alpha", 2): [("fold 1", [(4.25, 3.75, 8.5, 3.0)]), ("final", [(4.75, None, 7.5, 10000.0)])],
    ("beta", 1): [("final", [(6.0, None, 1.0, 0.5)])],
    ("gamma", 1): [],
}
PARAMETERS = {"alpha": 1234567, "beta": 250, "gamma": None}


def duration(seconds):
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def learning_figure():
    numbers, summary = [], []
    for (e, seed), trainings in TRAININGS.items():
        for training, epochs in trainings:
            for number, (loss, validation, norm, seconds) in enumerate(epochs):
                numbers.append([f"{e}-jm60", seed, training, number + 1, loss, "" if validation is None else validation, norm, seconds])
            losses = [x[1] for x in epochs if x[1] is not None]
            best = [x[1] for x in epochs].index(min(losses)) + 1 if losses else "-"
            summary.append(
                [e, seed, training, len(epochs), best, fixed(min(losses), 5) if losses else "-", duration(sum(x[3] for x in epochs))])
    write("learning", ["entry", "seed", "training", "epoch", "loss", "validation_loss", "gradient_norm", "seconds"], numbers)
    write("learning-summary", ["Entry", "Seed", "Training", "Epochs", "Best epoch", "Lowest validation loss", "Time"], summary)


def cost_figure():
    rows = []
    for e in ENTRIES:
        seconds = mean([sum(x[3] for _, epochs in TRAININGS[e, s] for x in epochs) for s in SEEDS[e]])
        rows.append([e, PARAMETERS[e] or "-", fixed(seconds, 1) if seconds else "-", fixed(mean([s["rmse"] for s in scores(e, "healthy")]), 4)])
    write("cost", ["Entry", "Parameters", "Training time (s)", f"RMSE ({UNIT})"], rows)


# One trial ---------------------------------------------------------------------------------------------------------


def moment(trial, output, frame):
    """What ReportTests/GoldenTrialTests.swift predicts and measures is made of this."""
    return [1, 2, 6][trial] * (output + 1) * ((3 * frame + 2 * output) % 5 - 2) / 4


def trial_figure(file, trial, banded):
    frames, n = 6, range(3)
    numbers, summary = [], []
    for k, output in enumerate(OUTPUTS):
        curve = [moment(trial, k, f) + (f - k) / 8 for f in range(frames)]
        measured = [[moment(t, k, f) for t in n] for f in range(frames)]
        for f in range(frames):
            own = [measured[f][trial], mean(measured[f]), deviation(measured[f])] if banded else ["", "", ""]
            numbers.append([output, fixed(100 * f / (frames - 1), 2), curve[f]] + own + [UNIT])
        low, high = (pick(range(frames), key=lambda f: curve[f]) for pick in (min, max))
        rmse = math.sqrt(mean([(curve[f] - measured[f][trial]) ** 2 for f in range(frames)]))
        summary.append(
            [output, fixed(curve[low], 3), fixed(100 * low / (frames - 1), 0), fixed(curve[high], 3),
             fixed(100 * high / (frames - 1), 0), fixed(rmse if banded else None, 3)])
    write(file, ["output", "cycle_percent", "predicted", "reference", "usual_mean", "usual_sd", "unit"], numbers)
    write(f"{file}-summary", ["Output", "Predicted: lowest", "at %", "highest", "at %", "RMSE to the reference"], summary)


scores_figure()
ranking_figure()
differences_figure()
populations_figure()
outputs_figure()
subjects_figure()
for entry in ENTRIES:
    for group in tested(entry):
        entry_subjects_figure(entry, group)
for group in PEOPLE:
    curves_figures(group)
learning_figure()
cost_figure()
trial_figure("trial/banded", 1, True)
trial_figure("trial/bare", 2, False)
