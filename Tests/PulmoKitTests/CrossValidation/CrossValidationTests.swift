import Foundation
import Imaging
import NeuralNet
import Statistics
import Synchronization
import Testing

@testable import PulmoKit

/// Whole cross-validations in miniature.
@Suite(.serialized) struct CrossValidationTests {
  /// Two films a child, a small network, two epochs.
  static func recipe(_ folder: TestFolder, _ overrides: String...) throws -> Recipe {
    try Recipe(
      yaml: """
        name: tiny
        data: \(folder.file("films"))
        split: {seed: 3}
        input: {width: 16, height: 16}
        architecture: {dense: {units: [4]}}
        batchSize: 8
        epochs: 2
        threads: 1
        learningRate: 0.01
        checkpoints: {everySteps: 1, everySeconds: null}
        """, path: "tiny.yaml", overrides: overrides)
  }

  private static func folderWithFilms(_ count: Int = 60) throws -> TestFolder {
    let folder = try TestFolder()
    try SyntheticFilms.write(count, to: folder.file("films"))
    return folder
  }

  private static func finish(
    _ validation: CrossValidation, onlyFold: Int? = nil, onEvent: @escaping @Sendable (CrossValidationEvent) -> Void = { _ in }
  ) async throws -> CrossValidationResult {
    guard case .finished(let result) = try await validation.run(onlyFold: onlyFold, onEvent: onEvent) else {
      throw TrainingError.run(path: validation.folder.path, reason: "was interrupted")
    }
    return result
  }

  @Test func everyFilmIsScoredOnceASeedByAModelThatNeverSawIt() async throws {
    let folder = try Self.folderWithFilms()
    let validation = try CrossValidation(of: try Self.recipe(folder), folds: 3, seeds: 2, at: folder.file("out"))
    let names = ["grouped, seed 1, fold 1", "grouped, seed 1, fold 2", "grouped, seed 1, fold 3", "grouped, seed 2, fold 1"]
    #expect(validation.runs.map(\.description).prefix(4) == names[...])
    let result = try await Self.finish(validation)
    #expect(result.grouped.rows.count == 6 && result.grouped.missing.isEmpty && result.byFilm == nil)
    let dataset = try Dataset(at: folder.file("films"))
    for seed in 1...2 {
      let scores = try ScoreFile.read(at: folder.file("out/grouped/scores-seed-\(seed).csv"))
      #expect(scores.map(\.id).sorted() == dataset.studies.map(\.id))
      var allButOne: [[ScoredStudy]] = []
      for fold in 1...3 {
        let run = folder.file("out/grouped/seed-\(seed)/fold-\(fold)")
        let own = try ScoreFile.read(at: run + ".csv")
        allButOne.append(scores.filter { score in !own.contains { $0.id == score.id } })
        // The fold is the part that its training only measured on, and the model says the same of it.
        let split = try Split(csv: folder.file("out/grouped/split-fold-\(fold).csv"), dataset: dataset)
        #expect(split.test.map(\.id) == own.map(\.id).sorted() && !split.val.isEmpty)
        let artifact = try ModelArtifact(at: run + "/artifact")
        #expect(artifact.manifest.metrics["auroc"] == (try Evaluation(own, threshold: 0.5).auroc))
        #expect(try Recipe(at: run + "/recipe.yaml").seed == UInt64(seed))
        // Judged by the threshold of the other folds.
        let threshold = try OperatingThreshold(reaching: 0.99, on: allButOne[fold - 1], description: "").value
        let row = try #require(result.grouped.rows.first { $0.run.seed == seed && $0.run.fold == fold })
        #expect(row.evaluation == (try Evaluation(own, threshold: threshold)))
        #expect(row.films == own.count && row.auroc == row.evaluation?.auroc)
      }
    }
    // Folds are the same for both seeds, and all together are the films.
    let pooled = try #require(result.grouped.seeds.first)
    #expect(result.grouped.seeds.count == 2 && pooled.confusion.count == 60)
    let confusions = result.grouped.rows.filter { $0.run.seed == 1 }.compactMap(\.evaluation?.confusion)
    #expect(pooled.confusion.tp == confusions.reduce(0) { $0 + $1.tp } && pooled.confusion.fp == confusions.reduce(0) { $0 + $1.fp })
    #expect(pooled.sensitivity?.independent == Interval.wilson(successes: pooled.confusion.tp, trials: 30))
    #expect(result.table.contains("grouped, 6 trainings (3 folds, 2 seeds), mean ± standard deviation:"))
  }

  /// Stopped in the middle of a fold, between folds and while scoring: the same call goes on, and all bits are those of an uninterrupted
  /// one.
  @Test func interruptedAnywhereEndsWithTheSameBits() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "augmentation={rotation: 10}")
    let whole = try CrossValidation(of: recipe, folds: 2, seeds: 2, at: folder.file("whole"))
    let expected = try await Self.finish(whole)
    for stop in [4, 17] {
      let path = folder.file("stopped-\(stop)")
      let steps = Counter()
      let validation = try CrossValidation(of: recipe, folds: 2, seeds: 2, at: path)
      let outcome = try await withThrowingTaskGroup(of: CrossValidationOutcome.self) { group in
        group.addTask {
          try await validation.run { event in
            guard case .training(.step) = event else { return }
            if steps.next() == stop { withUnsafeCurrentTask { $0?.cancel() } }
          }
        }
        return try #require(try await group.next())
      }
      guard case .interrupted = outcome else {
        Issue.record("cancelled at step \(stop) and finished")
        continue
      }
      let began = Mutex<[String]>([])
      let result = try await Self.finish(try CrossValidation(of: recipe, folds: 2, seeds: 2, at: path)) { event in
        switch event {
        case .began(let run, _, _): began.withLock { $0.append("began \(run)") }
        case .passedOver(let run, _, _): began.withLock { $0.append("over \(run)") }
        default: break
        }
      }
      #expect(began.withLock { $0.count } == 4)
      if stop == 17 { #expect(began.withLock { $0.first } == "over grouped, seed 1, fold 1") }
      #expect(result == expected, "stopped at step \(stop)")
      for run in whole.runs {
        #expect(
          try TrainingRunTests.weights(validation.folder.run(run)) == TrainingRunTests.weights(whole.folder.run(run)),
          "\(run), stopped at step \(stop)")
      }
    }
  }

  @Test func oneFoldAtATimeAndMoreSeedsLater() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder)
    let validation = try CrossValidation(of: recipe, folds: 2, seeds: 1, folding: .childrenAndFilms, at: folder.file("out"))
    let half = try await Self.finish(validation, onlyFold: 2)
    #expect(half.grouped.rows.map(\.run.fold) == [2] && half.grouped.missing.map(\.fold) == [1])
    #expect(half.grouped.auroc?.count == 1 && half.grouped.seedMeans == nil)
    #expect(FileStatus(path: folder.file("out/grouped/scores-seed-1.csv")) == nil, "half of the films is no file of all scores")
    #expect(half.grouped.rows[0].auroc != nil && half.grouped.rows[0].evaluation == nil && half.grouped.seeds.isEmpty)
    // The other protocol is never shown without the grouped figures.
    #expect(half.byFilm == nil && !half.table.contains("by-film"))
    #expect(half.table.contains("1 of 2 trainings are not done"))

    let both = try await Self.finish(validation)
    let byFilm = try #require(both.byFilm)
    #expect(byFilm.rows.map(\.run.fold) == [nil] && both.grouped.rows.count == 2)
    #expect(byFilm.rows[0].films == 6)
    let artifact = try ModelArtifact(at: folder.file("out/by-film/seed-1/artifact"))
    #expect(byFilm.rows[0].evaluation?.threshold == artifact.manifest.threshold.value)
    #expect(artifact.manifest.splitUnit == .film && !artifact.manifest.isMeasuredApart)
    #expect(both.table.contains("by-film deals films one by one"))

    let more = try await Self.finish(try CrossValidation(of: recipe, folds: 2, seeds: 2, at: folder.file("out")))
    #expect(more.grouped.rows.prefix(2) == both.grouped.rows[...] && more.grouped.rows.count == 4)
    #expect(more.grouped.auroc?.count == 4 && more.grouped.seedMeans?.count == 2)

    #expect(throws: TrainingError.self) { try CrossValidation(of: recipe, folds: 3, seeds: 1, at: folder.file("out")) }
    #expect(throws: TrainingError.self) {
      try CrossValidation(of: try Self.recipe(folder, "epochs=3"), folds: 2, seeds: 1, at: folder.file("out"))
    }
    #expect(throws: TrainingError.self) { try CrossValidation(of: recipe, folds: 2, seeds: 1, at: folder.file("films")) }
    #expect(throws: TrainingError.self) {
      try CrossValidation(of: try Self.recipe(folder, "split.unit=film"), folds: 2, seeds: 1, at: folder.file("new"))
    }
  }

  @Test func aModelThatKnowsTheFilmsIsNoStart() async throws {
    let folder = try Self.folderWithFilms()
    try SyntheticFilms.write(60, to: folder.file("others"), seed: 9)
    func train(on films: String) async throws -> String {
      let recipe = try Self.recipe(folder, "epochs=1", "data=\(folder.file(films))")
      return try await TrainingRunTests.finish(try TrainingRun(recipe, at: folder.file("run-\(films)"))).artifactPath
    }
    func validation(from model: String, at path: String) throws -> CrossValidation {
      try CrossValidation(of: try Self.recipe(folder, "epochs=1", "init=\(model)"), folds: 2, seeds: 1, at: folder.file(path))
    }
    let knowing = try await train(on: "films")
    let refused = await #expect(throws: TrainingError.self) { try await validation(from: knowing, at: "knowing").run() }
    #expect("\(try #require(refused))".contains("54 of 60 films made \(knowing), such as "), "\(String(describing: refused))")
    #expect(FileStatus(path: folder.file("knowing/plan.json")) == nil)

    let model = try ModelArtifact(at: knowing)
    try ModelArtifact(manifest: model.manifest, parameters: model.parameters).write(to: folder.file("bare"))
    let unknown = await #expect(throws: TrainingError.self) { try await validation(from: folder.file("bare"), at: "bare-out").run() }
    #expect("\(try #require(unknown))".contains("has no whole record of the films that made it"), "\(String(describing: unknown))")

    let other = try await Self.finish(try validation(from: try await train(on: "others"), at: "other"))
    #expect(other.warnings.isEmpty && other.grouped.missing.isEmpty)

    // Of a file of weights nobody knows: taken, and said.
    let weights = try await Self.finish(try validation(from: "\(knowing)/weights.safetensors", at: "weights"))
    #expect(weights.grouped.missing.isEmpty && weights.warnings.count == 1)
    #expect(
      weights.table.hasPrefix("WARNING: every training began from \(knowing)/weights.safetensors, and which films made"), "\(weights.table)"
    )
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(weights)) as? [String: Any])
    #expect(json["warnings"] as? [String] == weights.warnings)
  }

  /// Five seeds of two folds, of which the last lacks one.
  @Test func theMeanOverSeedsIsOfThoseThatAreDone() throws {
    let runs = [UInt64](1...5).flatMap { seed -> [ValidationRun] in
      [1, 2].map { (fold: Int) in ValidationRun(protocol: .grouped, seed: seed, fold: fold) }
    }
    var generator = SplitMix64(seed: 4)
    var scores: [ValidationRun: [ScoredStudy]] = [:]
    for run in runs.dropLast() {
      scores[run] = (0..<30).map { index in
        ScoredStudy(
          id: "\(index)", patient: "\(index)", label: index % 2 == 0 ? .normal : .viral, probability: Double(generator.next() % 1000) / 1000
        )
      }
    }
    let result = try CrossValidationResult(name: "made up", wantedSensitivity: 0.9, runs: runs, scores: scores, ownThresholds: [:])
    let areas = runs.compactMap { scores[$0]?.auroc }
    #expect(areas.count == 9 && result.grouped.auroc?.count == 9)
    let means: [Double] = [0, 2, 4, 6].map { (areas[$0] + areas[$0 + 1]) / 2 }
    #expect(result.grouped.seedMeans == FigureSpread(means))
  }

  /// Each film is scored under the corruptions by the model that left it out, once: the files that stand there are gone by.
  @Test func corruptionsAreScoredOutOfFold() async throws {
    let folder = try Self.folderWithFilms(30)
    var validation = try CrossValidation(of: try Self.recipe(folder, "epochs=1"), folds: 2, seeds: 1, at: folder.file("out"))
    let plain = try await Self.finish(validation)
    #expect(plain.corruptions == nil)
    validation.testsCorruptions = true
    let half = try await Self.finish(validation, onlyFold: 2)
    #expect(half.corruptions == [] && FileStatus(path: folder.file("out/grouped/seed-1/fold-1-corruptions.csv")) == nil)
    let result = try await Self.finish(validation)
    let seed = try #require(result.corruptions?.first)
    #expect(result.corruptions?.count == 1 && seed.seed == 1 && result.grouped == plain.grouped)

    var folds: [(films: [CorruptedScores], threshold: Double)] = []
    for row in result.grouped.rows {
      let run = validation.folder.run(row.run)
      let films = try CorruptedScoresFile.read(at: run + "-corruptions.csv")
      let studies = try Split(csv: run + "/split.csv", dataset: try Dataset(at: folder.file("films"))).test
      #expect(films.map(\.id) == studies.map(\.id))
      let first = Array(studies.prefix(3))
      #expect(films.prefix(3) == (try await RobustnessTest(try ModelArtifact(at: run + "/artifact"), threads: 2).score(first))[...])
      folds.append((films, try #require(row.evaluation?.threshold)))
    }
    #expect(folds.flatMap(\.films).count == 30)
    #expect(seed.robustness == (try Robustness(folds: folds)))
    #expect(result.table.contains("Seed 1 under corruptions, out of fold") && result.table.contains("mean of folds"))

    // A resumed command takes what stands there.
    let file = folder.file("out/grouped/seed-1/fold-1-corruptions.csv")
    let reversed = try String(contentsOfFile: file, encoding: .utf8).replacing(",bacterial,", with: ",viral,")
    try Data(reversed.utf8).write(to: URL(filePath: file))
    #expect(try await Self.finish(validation).corruptions == result.corruptions)
    try Data("id,patient,label\n".utf8).write(to: URL(filePath: file))
    await #expect(throws: DataError.self) { try await Self.finish(validation) }
  }

  @Test func unreadableFilmsAreNamedAndLeftOut() async throws {
    let folder = try Self.folderWithFilms()
    try Data("no film".utf8).write(to: URL(filePath: folder.file("films/NORMAL/IM-0-0001.png")))
    for _ in 0..<2 {
      let skipped = Mutex<[String]>([])
      let validation = try CrossValidation(of: try Self.recipe(folder, "epochs=1"), folds: 2, seeds: 1, at: folder.file("out"))
      let result = try await Self.finish(validation) { event in
        if case .skipped(let errors) = event { skipped.withLock { $0 += errors.map(\.path) } }
      }
      #expect(skipped.withLock { $0 } == [folder.file("films/NORMAL/IM-0-0001.png")])
      #expect(result.grouped.rows.reduce(0) { $0 + $1.films } == 59)
    }
  }
}

@Suite struct FoldTests {
  private static func films(_ count: Int) -> (studies: [Study], hashes: FileHashes) {
    let studies = (0..<count).map { index in
      Study(id: "film\(1000 + index)", patient: "p\(index / 3)", path: "", label: index / 3 % 3 == 0 ? .normal : .viral, folder: nil)
    }
    return (studies, FileHashes(sha256: Dictionary(uniqueKeysWithValues: studies.map { ($0.id, $0.id) })))
  }

  @Test func foldsAreDisjointEvenAndWhole() throws {
    let (studies, hashes) = Self.films(300)
    // The first film of each even patient shows the picture of the next patient's first.
    let copies = stride(from: 0, to: 98, by: 2).map { (studies[3 * $0].id, studies[3 * $0 + 3].id) }
    let splits = try Split.folds(of: studies, count: 5, validationShare: 0.1, seed: 7, hashes: hashes, copies: copies)
    #expect(splits.flatMap { $0.test.map(\.id) }.sorted() == studies.map(\.id))
    for (number, split) in splits.enumerated() {
      #expect(abs(split.test.count - 60) <= 6 && abs(split.val.count - 24) <= 6, "fold \(number)")
      #expect(split.train.count + split.val.count + split.test.count == 300)
      let parts = Dictionary(uniqueKeysWithValues: SplitName.allCases.flatMap { part in split[part].map { ($0.id, part) } })
      for (one, other) in copies { #expect(parts[one] == parts[other], "fold \(number): \(one), \(other)") }
    }
    #expect(try Split.folds(of: studies.reversed(), count: 5, validationShare: 0.1, seed: 7, hashes: hashes, copies: copies) == splits)
    #expect(throws: DataError.self) {
      try Split.folds(of: Array(studies.prefix(6)), count: 3, validationShare: 0.1, seed: 7, hashes: hashes, copies: [])
    }
  }

  @Test func spreadIsTheSampleStandardDeviation() throws {
    let spread = try #require(FigureSpread([2, 4, 4, 4, 5, 5, 7, 9]))
    let deviation = try #require(spread.standardDeviation)
    #expect(spread.mean == 5 && abs(deviation - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(spread.minimum == 2 && spread.maximum == 9 && spread.count == 8)
    #expect(FigureSpread([]) == nil)
    let single = try #require(FigureSpread([1]))
    #expect(single.standardDeviation == nil && "\(single)" == "1.0000")
  }

  @Test func filmsOneByOne() throws {
    let films = try Films(50)
    let studies = films.studies.map { Study(id: $0.id, patient: "one", path: $0.path, label: $0.label, folder: nil) }
    let split = try Split.byFilm(studies, fractions: [0.8, 0.1, 0.1], seed: 5)
    #expect(split.train.count == 40 && split.val.count == 5 && split.test.count == 5)
    #expect(Set((split.train + split.val + split.test).map(\.id)).count == 50)
    #expect(try Split.byFilm(studies.reversed(), fractions: [0.8, 0.1, 0.1], seed: 5) == split)
    #expect(try Split.byFilm(studies, fractions: [0.8, 0.1, 0.1], seed: 6) != split)
    #expect(throws: DataError.self) { try Split.byFilm(Array(studies.prefix(5)), fractions: [0.8, 0.1, 0.1], seed: 5) }
    // What reads it back has to say that it knows.
    let folder = try TestFolder()
    try split.write(to: folder.file("split.csv"))
    let dataset = try Dataset(directory: "", studies: studies)
    #expect(throws: DataError.self) { try Split(csv: folder.file("split.csv"), dataset: dataset) }
    #expect(try Split(csv: folder.file("split.csv"), dataset: dataset, unit: .film) == split)
  }
}
