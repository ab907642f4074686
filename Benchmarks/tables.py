"""The figures of rows as text and as JSON."""

import statistics


def figure(row, contender):
    """What the row measures, in its unit."""
    if row.is_cold_start:
        return statistics.median(contender.first_seconds)
    return contender.seconds_per_image * 1e3 if row.unit == "ms" else 1 / contender.seconds_per_image


def speed(row, contender):
    """Larger is better, whatever the unit."""
    return figure(row, contender) if row.unit == "images/s" else 1 / figure(row, contender)


def best_peer(row):
    return max(row.contenders[1:], key=lambda contender: speed(row, contender))


def ratio(row):
    """How many times as fast as the best peer Pulmo is."""
    return speed(row, row.contenders[0]) / speed(row, best_peer(row))


def share_of_peak(row, contender):
    """Multiplications and additions a second as a share of what the FMA loop reached between the turns; None where none are counted."""
    ours = row.contenders[0].introduction
    if not ours.get("operations") or not row.peak_gigaflops:
        return None
    batch = ours["images"]
    return ours["operations"] / batch / contender.seconds_per_image / 1e9 / row.peak_gigaflops


def print_row(row):
    decimals = 3 if row.is_cold_start else 2 if row.unit == "ms" else 1
    print(f"\n{row.title}" + ("" if row.agreement is None else f"  (outputs agree to {row.agreement:.0e})"))
    print(f"  {'':40}{row.unit:>9}{'best':>9}{'worst':>9}{'of peak':>9}{'peak MB':>9}{'Pulmo is':>9}")
    for contender in row.contenders:
        turns = contender.first_seconds if row.is_cold_start else contender.turns
        in_unit = [turn * 1e3 if row.unit == "ms" else turn if row.is_cold_start else 1 / turn for turn in turns]
        best, worst = (max, min) if row.unit == "images/s" else (min, max)
        share = share_of_peak(row, contender)
        times = "" if contender is row.contenders[0] else f"{speed(row, row.contenders[0]) / speed(row, contender):.2f} x"
        print(
            f"  {contender.name:40}{figure(row, contender):9.{decimals}f}{best(in_unit):9.{decimals}f}{worst(in_unit):9.{decimals}f}"
            f"{'' if share is None else f'{share:.0%}':>9}{contender.peak_megabytes:9.0f}{times:>9}", flush=True)


def print_summary(rows):
    if not rows:
        return
    print(f"\n{'Pulmo to the best peer of each row':72}{'speed':>7}{'memory':>8}  best peer")
    for row in rows:
        least = min(contender.peak_megabytes for contender in row.contenders[1:])
        memory = row.contenders[0].peak_megabytes / least
        print(f"{row.title:72}{ratio(row):6.2f}x{memory:7.2f}x  {best_peer(row).name}")
    print("Memory is Pulmo's peak to the least of any peer.")


def as_json(row):
    return {
        "title": row.title,
        "unit": row.unit,
        "ratio": ratio(row),
        "bestPeer": best_peer(row).name,
        "agreement": row.agreement,
        "peakGigaflops": row.peak_gigaflops,
        "contenders": [
            {
                "name": contender.name,
                "version": contender.introduction.get("version"),
                "figure": figure(row, contender),
                "turns": contender.first_seconds if row.is_cold_start else contender.turns,
                "shareOfPeak": share_of_peak(row, contender),
                "peakMegabytes": contender.peak_megabytes,
            }
            for contender in row.contenders
        ],
        "slowerForms": [{"name": contender.name, "turns": contender.turns} for contender in row.dropped],
    }
