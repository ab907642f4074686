/// Which patients each resample of a clustered bootstrap takes, and how often: equal values draw equally, so figures of several models on the
/// same films are paired draw by draw.
///
/// Patients are drawn with replacement, with all their films. Within ``Strata/labels`` as many are drawn among those with positive films only,
/// with negative films only and with both as there are of each.
public struct PatientDraws: Sendable, Hashable {
  /// Among whom the patients of a resample are drawn.
  public enum Strata: String, Sendable, Hashable, Codable {
    /// Within each kind of patient: a resample never loses a class, and the frequency of the classes among patients stays as it is. An interval
    /// then is for films of this mix; what another mix would change in accuracy or predictive values is not in it.
    case labels
    /// Among all patients alike: the mix varies too, and a resample that loses a class has no figure that needs it.
    case none
  }

  /// Each film's label (true: positive), in the order the films were given.
  public let labels: [Bool]
  /// How many resamples there are.
  public let count: Int
  public let seed: UInt64
  public let strata: Strata
  /// How many patients there are.
  public let patientCount: Int
  /// Each film's patient, numbered by first appearance.
  let patientOfFilm: [Int32]
  private let members: [[Int32]]

  /// - Parameters:
  ///   - patients: each film's patient, by any name.
  ///   - labels: each film's label (true: positive).
  ///   - count: how many resamples; at 2,000, the default, the ends of a 95% interval come from the 50 outermost on each side.
  ///   - seed: the same seed draws the same patients on every machine.
  ///   - strata: among whom to draw.
  public init(patients: [String], labels: [Bool], count: Int = 2000, seed: UInt64 = 0, strata: Strata = .labels) {
    precondition(patients.count == labels.count, "\(patients.count) patients' names for \(labels.count) labels")
    precondition(count > 0, "\(count) resamples give no interval")
    var numbers: [String: Int32] = [:]
    patientOfFilm = patients.map { name in
      let number = numbers[name] ?? Int32(numbers.count)
      numbers[name] = number
      return number
    }
    // Bit 0: has a negative film; bit 1: has a positive one.
    var kinds = [Int](repeating: 0, count: numbers.count)
    for (patient, label) in zip(patientOfFilm, labels) { kinds[Int(patient)] |= label ? 2 : 1 }
    let everyone = Array(0..<Int32(numbers.count))
    switch strata {
    case .labels: members = [1, 2, 3].map { kind in everyone.filter { kinds[Int($0)] == kind } }
    case .none: members = [everyone]
    }
    self.labels = labels
    self.count = count
    self.seed = seed
    self.strata = strata
    patientCount = numbers.count
  }

  /// Calls `body` for each resample with how often it takes each patient.
  func forEach(_ body: (UnsafeBufferPointer<Int32>) -> Void) {
    var generator = DrawGenerator(seed: seed)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: patientCount) { times in  // [patients]
      for _ in 0..<count {
        times.initialize(repeating: 0)
        for stratum in members {
          stratum.withUnsafeBufferPointer { stratum in
            for _ in 0..<stratum.count { times[Int(stratum[generator.next(below: stratum.count)])] += 1 }
          }
        }
        body(UnsafeBufferPointer(times))
      }
    }
  }
}
