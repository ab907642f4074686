import Imaging
public import Statistics

/// How well one trait of the films alone tells pneumonia from normal: a road to the answer that leads past the lungs.
public struct Shortcut: Sendable, Hashable, Codable {
  public let trait: FilmTrait
  /// The chance that a pneumonia has more of the trait than a normal film, ties counting half; for JPEG tables, which have no more or less,
  /// that its tables are more often a pneumonia's, by the films of other patients. Nil where a class is missing.
  public let auroc: Double?
  /// Of 95%, the wider of DeLong's, which takes films as independent, and that of resampled patients; nil where there is neither.
  public let interval: Interval?
  /// Of the films of each class; nil for what is no number.
  public let normalMedian: Double?
  public let pneumoniaMedian: Double?
  /// Films that have the trait.
  public let films: Int
  public let verdict: Verdict

  /// From this ``strength`` on a trait is a warning, unless the interval holds 0.5.
  public static let warnFrom = 0.7
  /// From this ``strength`` on it is a failure: nearly all a network could learn.
  public static let failFrom = 0.9
  /// Fewer films of a class than this show nothing.
  public static let leastFilms = 10

  /// How far the trait tells the classes apart, whichever has more of it: 0.5 not at all, 1 wholly.
  ///
  /// JPEG tables are judged by other films: below 0.5 they misled, and there is no other side to that. Where they tell nothing their AUROC tends to
  /// lie a little below it.
  public var strength: Double? { auroc.map { Self.strength(of: trait, $0) } }

  private static func strength(of trait: FilmTrait, _ auroc: Double) -> Double { max(auroc, trait == .encoding ? 0.5 : 1 - auroc) }

  /// Judges `trait` by the films that have it.
  init(_ trait: FilmTrait, _ films: [(study: Study, traits: FilmTraits)]) {
    let measured: [(score: Double, study: Study)]
    if trait == .encoding {
      measured = zip(EncodingShares(films).scores(of: films), films).map { ($0, $1.study) }
    } else {
      measured = films.compactMap { film in trait.value(film.traits).map { ($0, film.study) } }
    }
    let sick = measured.filter { $0.study.label.isPneumonia }.map(\.score)
    let healthy = measured.filter { !$0.study.label.isPneumonia }.map(\.score)
    self.trait = trait
    self.films = measured.count
    let (scores, labels) = (measured.map(\.score), measured.map(\.study.label.isPneumonia))
    auroc = try? ROCCurve(scores: scores, labels: labels).auroc
    normalMedian = trait == .encoding ? nil : Self.median(healthy)
    pneumoniaMedian = trait == .encoding ? nil : Self.median(sick)
    guard let auroc, min(sick.count, healthy.count) >= Self.leastFilms else {
      verdict = .unknown
      interval = nil
      return
    }
    let draws = PatientDraws(patients: measured.map(\.study.patient), labels: labels)
    interval =
      QuotedInterval(
        value: auroc, independent: (try? DeLong(scores: scores, labels: labels))?.interval(),
        clustered: (try? ClusteredBootstrap(scores: scores, threshold: 0, draws: draws))?.interval { $0.auroc }
      ).quoted
    let strength = interval.map { $0.lower <= 0.5 && $0.upper >= 0.5 } ?? false ? 0.5 : Self.strength(of: trait, auroc)
    verdict = strength >= Self.failFrom ? .fail : strength >= Self.warnFrom ? .warn : .pass
  }

  /// The middle value, of an even number the mean of the two.
  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

/// How often films of each encoding show a pneumonia, in either half of the patients, so that no film is judged by its own label or child.
private struct EncodingShares {
  private struct Count {
    var films = 0
    var sick = 0
  }

  private var halves: [[JPEGTables?: Count]] = [[:], [:]]

  init(_ films: [(study: Study, traits: FilmTraits)]) {
    for (study, traits) in films {
      halves[Self.half(of: study.patient)][traits.tables, default: Count()].films += 1
      if study.label.isPneumonia { halves[Self.half(of: study.patient)][traits.tables, default: Count()].sick += 1 }
    }
  }

  /// For each film, the share of pneumonias among films of its encoding in the other half; with one film of each class added, so that
  /// an encoding seen once is no certainty and one never seen says nothing. All alike where there is one encoding only.
  func scores(of films: [(study: Study, traits: FilmTraits)]) -> [Double] {
    guard Set(halves.flatMap(\.keys)).count > 1 else { return films.map { _ in 0.5 } }
    return films.map { study, traits in
      let count = halves[1 - Self.half(of: study.patient)][traits.tables] ?? Count()
      return Double(count.sick + 1) / Double(count.films + 2)
    }
  }

  /// 0 or 1, the same on every machine: the parity of FNV-1a's upper half.
  private static func half(of patient: String) -> Int {
    let hash = patient.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return (hash >> 32).nonzeroBitCount % 2
  }
}
