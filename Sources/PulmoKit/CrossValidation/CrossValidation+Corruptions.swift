import FoundationEssentials

extension CrossValidation {
  /// The scores under every ``Corruption`` of the films that a training left out, made now where they are not on the disk.
  func corruptedScores(
    of run: ValidationRun, onEvent: @escaping @Sendable (CrossValidationEvent) -> Void = { _ in }
  ) async throws -> [CorruptedScores] {
    let path = folder.corruptedScores(run)
    if FileStatus(path: path) != nil { return try CorruptedScoresFile.read(at: path) }
    let directory = RunDirectory(at: folder.run(run))
    let studies = try Split(csv: directory.split, dataset: try Dataset(at: recipe.data ?? "")).test
    let test = RobustnessTest(
      try ModelArtifact(at: directory.artifact), threads: recipe.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let films = try await test.score(studies) { done, count in onEvent(.corrupting(run, done: done, of: count)) }
    let text = CorruptedScoresFile.header + films.map(CorruptedScoresFile.line).joined()
    try DurableFile.write(Data(text.utf8), to: path)
    return films
  }

  /// The figures under the corruptions of each seed whose folds are all scored under them; each film is decided by its fold's threshold of
  /// the films as they are.
  func robustness(like result: CrossValidationResult) throws -> [SeedRobustness] {
    var seeds: [SeedRobustness] = []
    for seed in result.folded.seeds.map(\.seed) {
      var folds: [(films: [CorruptedScores], threshold: Double)] = []
      for row in result.folded.rows where row.run.seed == seed {
        guard let threshold = row.evaluation?.threshold, FileStatus(path: folder.corruptedScores(row.run)) != nil else { continue }
        folds.append((try CorruptedScoresFile.read(at: folder.corruptedScores(row.run)), threshold))
      }
      if folds.count == self.folds { seeds.append(SeedRobustness(seed: seed, robustness: try Robustness(folds: folds))) }
    }
    return seeds
  }
}

extension CrossValidationFolder {
  /// The scores under corruptions of the films that a training left out.
  func corruptedScores(_ run: ValidationRun) -> String { self.run(run) + "-corruptions.csv" }
}
