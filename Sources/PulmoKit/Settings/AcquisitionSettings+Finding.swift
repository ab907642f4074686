public import Imaging

// Goals, in order: as little as can be of the lungs, and nothing of the label, decides; the same films and seed give the same settings, on any number of
// threads and in whatever order the films come; settings of one machine stay together, as far as pictures tell.

extension AcquisitionSettings {
  /// How many settings are looked for unless told.
  public static let standardCount = 12

  /// Principal directions of the films' traits that are looked at: on 5,216 films of children they hold 96% of the variance.
  private static let directions = 20

  /// Clusters films by their border, tone and sharpness: standardised traits, their principal components, k-means.
  ///
  /// Settings are numbered by falling size, so setting 1 is the largest. That a cluster is one machine is an assumption: a machine may be split
  /// over several, and rare ones share one.
  /// - Parameters:
  ///   - studies: the films, in any order; ids differ.
  ///   - count: how many settings to look for, at least 1.
  ///   - seed: of the centres that k-means begins from.
  ///   - progress: films read, of all; called one call at a time, in order.
  /// - Returns: the settings, and the films that could not be read and so have none.
  /// - Throws: ``DataError`` where fewer than `count` films can be read; `CancellationError`.
  public static func find(
    in studies: [Study], count: Int = standardCount, seed: UInt64 = 1, progress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> (settings: AcquisitionSettings, unreadable: [ImagingError]) {
    let studies = studies.sorted { $0.id < $1.id }
    let readings = try await studies.concurrentTasks(progress: progress) { study in
      Result { () throws(ImagingError) in SettingTraits(of: try GrayImage(contentsOf: study.path)) }
    }
    var films: [(study: Study, traits: SettingTraits)] = []
    var unreadable: [ImagingError] = []
    for (study, reading) in zip(studies, readings) {
      do throws(ImagingError) { films.append((study, try reading.get())) } catch { unreadable.append(error) }
    }
    guard films.count >= count else {
      throw DataError.invalid(
        path: "settings", reason: "\(films.count) films that can be read do not make \(count) settings; ask for fewer, or give more films")
    }
    let points = SettingTraits.points(of: films.map(\.traits))
    let clusters = KMeans(PrincipalComponents(of: points, count: directions).coordinates, count: count, seed: seed).clusters
    let numbers = numbersBySize(of: clusters)
    let names = zip(films, clusters).compactMap { film, cluster in numbers[cluster].map { (film.study.id, "\($0)") } }
    return (AcquisitionSettings(names: Dictionary(uniqueKeysWithValues: names)), unreadable)
  }

  /// The number of each cluster, from 1 for the largest on; of clusters of one size the one with the first film comes first.
  private static func numbersBySize(of clusters: [Int]) -> [Int: Int] {
    let members = Dictionary(grouping: clusters.indices) { clusters[$0] }
    let order = members.sorted { ($1.value.count, $0.value[0]) < ($0.value.count, $1.value[0]) }
    return Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.key, $0 + 1) })
  }
}
