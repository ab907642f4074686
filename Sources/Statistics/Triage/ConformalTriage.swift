/// Two thresholds with a promise for the next child: below one a film may be cleared, above the other it is urgent.
///
/// For a new patient the expected loss is at most what was wanted: ``clearBelow`` keeps the expected share of patients with a pneumonia that is
/// cleared at or below ``missRate``, ``urgentAbove`` that of normal patients with an alarm at or below ``alarmRate``. Each is promised within its
/// own class, so neither depends on how frequent pneumonia is.
///
/// **Assumptions.** The new patient and those calibrated on are exchangeable: of the same hospital, machines, ages and way of choosing films. The
/// model, its threshold and its calibration never saw a calibration patient. The unit is a patient, not a film: ``PatientLoss`` says how a
/// patient's films make one loss. The promise is an average over calibration sets and patients; this set may do worse, and no subgroup is
/// promised anything. On films from elsewhere there is no promise.
///
/// With losses Lᵢ(t) of n calibration patients between 0 and 1, the threshold is the furthest t with (Σ Lᵢ(t) + 1) / (n + 1) ≤ wanted rate.
///
/// Where the classes part well ``clearBelow`` may lie above ``urgentAbove``. Then both promises hold at once and a film between them may be called
/// either way; who sorts films has to say which, and leaves no grey zone.
///
/// Source: Angelopoulos, Bates, Fisch, Lei, Schuster, "Conformal risk control", ICLR 2024 (arXiv 2208.02814, 2022), theorem 1, applied to each
/// class by itself.
public struct ConformalTriage: Sendable, Hashable, Codable {
  /// How one patient's films make one loss.
  public enum PatientLoss: String, Sendable, Hashable, Codable {
    /// 1 where any film of the patient is on the wrong side, else 0.
    case anyFilm
    /// The share of the patient's films that are.
    case shareOfFilms
  }

  /// A film that scores less may be cleared; nil where no film may: too few patients with pneumonia for so low a rate.
  public let clearBelow: Double?
  /// A film that scores more is urgent; nil where no film is: too few normal patients for so low a rate.
  public let urgentAbove: Double?
  /// The wanted bound on misses among patients with pneumonia.
  public let missRate: Double
  /// The wanted bound on alarms among normal patients.
  public let alarmRate: Double
  public let loss: PatientLoss
  /// How many patients with a positive film the miss rate rests on.
  public let positivePatients: Int
  /// How many patients with a negative film the alarm rate rests on.
  public let negativePatients: Int

  /// Chooses the thresholds on calibration patients.
  ///
  /// A patient with films of both classes counts in each with the films of that class.
  /// - Parameters:
  ///   - scores: one a film; any number that grows with suspicion.
  ///   - labels: true for pneumonia.
  ///   - patients: each film's patient, by any name.
  ///   - missRate: above 0, below 1.
  ///   - alarmRate: above 0, below 1.
  ///   - loss: how one patient's films make one loss; the stricter by default.
  /// - Throws: ``StatisticsError/notANumber(index:)``; ``StatisticsError/noPositives`` or ``StatisticsError/noNegatives`` where a class is
  ///   missing.
  public init(
    scores: [Double], labels: [Bool], patients: [String], missRate: Double, alarmRate: Double, loss: PatientLoss = .anyFilm
  ) throws(StatisticsError) {
    precondition(scores.count == labels.count && patients.count == labels.count, "one score, label and patient a film")
    for rate in [missRate, alarmRate] { precondition(rate > 0 && rate < 1, "a rate to promise lies between 0 and 1, not at \(rate)") }
    if let index = scores.firstIndex(where: \.isNaN) { throw .notANumber(index: index) }
    guard labels.contains(true) else { throw .noPositives }
    guard labels.contains(false) else { throw .noNegatives }
    func films(_ label: Bool, sign: Double) -> [String: [Double]] {
      let chosen = scores.indices.filter { labels[$0] == label }
      return Dictionary(chosen.map { (patients[$0], [sign * scores[$0]]) }, uniquingKeysWith: +)
    }
    let sick = films(true, sign: 1)
    let healthy = films(false, sign: -1)
    clearBelow = Self.furthest(sick, rate: missRate, loss)
    urgentAbove = Self.furthest(healthy, rate: alarmRate, loss).map { -$0 }
    self.missRate = missRate
    self.alarmRate = alarmRate
    self.loss = loss
    positivePatients = sick.count
    negativePatients = healthy.count
  }

  /// The greatest t with (Σ loss of the films below t + 1) / (patients + 1) ≤ `rate`; nil where even no loss is too much.
  private static func furthest(_ films: [String: [Double]], rate: Double, _ loss: PatientLoss) -> Double? {
    // With either loss a film below t adds a weight to the sum: all of it at the patient's lowest film, or an equal part at each.
    let weighted = films.values.flatMap { scores -> [(score: Double, weight: Double)] in
      switch loss {
      case .anyFilm: scores.min().map { [($0, 1)] } ?? []
      case .shareOfFilms: scores.map { ($0, 1 / Double(scores.count)) }
      }
    }.sorted { ($0.score, $0.weight) < ($1.score, $1.weight) }
    // What the sum may reach; a rounding error of the sums and the product is forgiven.
    let allowed = rate * Double(films.count + 1) - 1
    let slack = 1e-9 * Double(films.count + 1)
    guard allowed >= -slack else { return nil }
    // All patients lost is more than any rate below 1 allows: (n + 1) / (n + 1) is 1.
    let most = min(allowed + slack, Double(films.count) - slack)
    var sum = 0.0
    for film in weighted {
      sum += film.weight
      if sum > most { return film.score }
    }
    preconditionFailure("all \(films.count) patients are lost at \(sum), and \(most) are not exceeded")
  }
}
