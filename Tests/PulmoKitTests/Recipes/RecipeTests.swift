import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct RecipeTests {
  static let minimal = "name: tiny\narchitecture: smallCNN\n"

  static func read(_ yaml: String, _ overrides: String...) throws(RecipeError) -> Recipe {
    try Recipe(yaml: yaml, path: "tiny.yaml", overrides: overrides)
  }

  @Test func keysLeftOutTakeTheDefaults() throws {
    #expect(try Self.read(Self.minimal) == Recipe(name: "tiny", architecture: .smallCNN(SmallCNN())))
  }

  @Test func readsEveryKey() throws {
    let recipe = try Self.read(
      """
      name: all.keys_1
      data: films
      trainedOn: 'PA films of adults: one hospital''s'
      folders: [train, val]
      split: {fractions: [0.7, 0.2, 0.1], seed: 18446744073709551615, file: split.csv}
      input:
        {width: 64, height: 96, channels: 3, mean: 0.5, standardDeviation: 0.25, tone: equalized, region: lungs, jpegQuality: 75, views: 3}
      architecture: {dense: {units: [4, 2], dropout: 0.5}}
      init: Models/earlier
      redrawnLayers: [head]
      frozenLayers: [dense1]
      unfreezing: [{layers: [head], epochs: 1}, {layers: [head, 'dense2'], epochs: 1}]
      frozenStatistics: true
      augmentation: {rotation: 40, zoom: [0.9, 1.1]}
      mixing: {mixUp: 0.5, mixUpAlpha: 0.4, cutMix: 0.25}
      sampling: natural
      classWeights: {normal: 2, pneumonia: 0.5}
      labelSmoothing: 0.1
      optimizer: {sgd: {momentum: 0.9, isNesterov: true}}
      learningRate: 5e-4
      learningRateFactors: {dense2: 0.1, head.weight: 10}
      schedule: {cosine: {warmUpSteps: 10}}
      maximumGradientNorm: 1
      averageDecay: 0.999
      batchSize: 8
      epochs: 3
      earlyStopping: null
      keptEpoch: last
      calibration: platt
      triage: {missRate: 0.03, alarmRate: 0.04}
      wantedSensitivity: 0.95
      thresholdScores: scores.csv
      seed: 7
      threads: 2
      checkpoints: {everySteps: 50, everySeconds: null}
      """)
    var expected = Recipe(name: "all.keys_1", architecture: .dense(DenseNetwork(units: [4, 2], dropout: 0.5)))
    expected.data = "films"
    expected.trainedOn = "PA films of adults: one hospital's"
    expected.folders = [.train, .val]
    expected.split = SplitRecipe(fractions: [0.7, 0.2, 0.1], seed: .max, file: "split.csv")
    expected.input = Preprocessing(
      width: 64, height: 96, channels: 3, mean: 0.5, standardDeviation: 0.25, tone: .equalized, region: .lungs, jpegQuality: 75,
      views: 3)
    expected.initialModel = "Models/earlier"
    expected.redrawnLayers = ["head"]
    expected.frozenLayers = ["dense1"]
    expected.unfreezing = [UnfreezingStage(layers: ["head"], epochs: 1), UnfreezingStage(layers: ["head", "dense2"], epochs: 1)]
    expected.frozenStatistics = true
    expected.mixing.mixUp = 0.5
    expected.mixing.mixUpAlpha = 0.4
    expected.mixing.cutMix = 0.25
    expected.augmentation.rotation = 40
    expected.augmentation.zoom = 0.9...1.1
    expected.classWeights = .explicit(normal: 2, pneumonia: 0.5)
    expected.labelSmoothing = 0.1
    expected.optimizer = .sgd(SGD(momentum: 0.9, isNesterov: true))
    expected.learningRate = 5e-4
    expected.learningRateFactors = ["dense2": 0.1, "head.weight": 10]
    expected.schedule = .cosine(warmUpSteps: 10)
    expected.maximumGradientNorm = 1
    expected.averageDecay = 0.999
    expected.batchSize = 8
    expected.epochs = 3
    expected.earlyStopping = nil
    expected.keptEpoch = .last
    expected.calibration = .platt
    expected.triage = TriagePromise(missRate: 0.03, alarmRate: 0.04)
    expected.wantedSensitivity = 0.95
    expected.thresholdScores = "scores.csv"
    expected.seed = 7
    expected.threads = 2
    expected.checkpoints = CheckpointRecipe(everySteps: 50, everySeconds: nil)
    #expect(recipe == expected)
    let yaml = try recipe.yaml
    #expect(try Self.read(yaml) == recipe, "\(yaml)")
  }

  @Test func resolvedRecipeNamesEveryKeyInOrderAndReadsBack() throws {
    let recipe = try Self.read(Self.minimal, "optimizer.adam.epsilon=3.1e-8", "data=a b")
    let yaml = try recipe.yaml
    let keys = yaml.split(separator: "\n").filter { !$0.hasPrefix(" ") }.compactMap { $0.split(separator: ":").first.map(String.init) }
    #expect(keys == Recipe.CodingKeys.allCases.map(\.rawValue))
    #expect(yaml.contains("\nlearningRate: 0.001\n"))
    #expect(yaml.contains("\nearlyStopping:\n  minimumDelta: 0\n  patience: 10\n"))
    #expect(try Self.read(yaml) == recipe, "\(yaml)")
    #expect(try Self.read(yaml).yaml == yaml)
  }

  @Test func textsThatLookLikeOtherThingsReadBack() throws {
    for data in ["null", "~", "007", "1e3", "true", "a: b", "a # b", "'x'", "[a]", "é", "- a"] {
      var recipe = try Self.read(Self.minimal)
      recipe.data = data
      let yaml = try recipe.yaml
      #expect(try Self.read(yaml).data == data, "\(yaml)")
    }
  }

  @Test func overrides() throws {
    let recipe = try Self.read(
      Self.minimal + "optimizer: adam\nearlyStopping: {patience: 3}\n", "data=/films/a #1: b=c", "seed=7", "optimizer.adam.epsilon=1e-8",
      "earlyStopping.minimumDelta=0.01", "split.fractions=[0.6, 0.2, 0.2]", "checkpoints={everySteps: 5}", "threads=null",
      "architecture.dense.units=[3]")
    #expect(recipe.data == "/films/a #1: b=c")
    #expect(recipe.seed == 7)
    #expect(recipe.optimizer == .adam(Adam(epsilon: 1e-8)))
    #expect(recipe.earlyStopping == EarlyStopping(patience: 3, minimumDelta: 0.01))
    #expect(recipe.split.fractions == [0.6, 0.2, 0.2])
    #expect(recipe.checkpoints.everySteps == 5)
    #expect(recipe.threads == nil)
    #expect(recipe.architecture == .dense(DenseNetwork(units: [3])))
    #expect(try Self.read(Self.minimal, "earlyStopping=null").earlyStopping == nil)
  }

  /// Each faulty recipe with the key, the line and a part of the reason its error has to name.
  static let faults: [(yaml: String, override: String?, key: String?, line: Int?, reason: String)] = [
    (minimal + "epoch: 3\n", nil, "epoch", 3, "did you mean 'epochs'?"),
    (minimal + "optimizer:\n  adam:\n    epsilom: 1\n", nil, "optimizer.adam.epsilom", 5, "did you mean 'epsilon'?"),
    (minimal + "optimizer: adm\n", nil, "optimizer", 3, "did you mean 'adam'?"),
    (minimal + "augmentation: {rotations: 3}\n", nil, "augmentation.rotations", 3, "did you mean 'rotation'?"),
    (minimal + "input: {size: 3}\n", nil, "input.size", 3, "known: width, height"),
    (minimal, "batchSzie=3", "batchSzie", nil, "did you mean 'batchSize'?"),
    (minimal, "split.sed=3", "split.sed", nil, "did you mean 'seed'?"),
    ("name: tiny\n", nil, "architecture", 1, "is missing"),
    (minimal + "batchSize: many\n", nil, "batchSize", 3, "'many' is not a whole number"),
    (minimal + "batchSize: 1.5\n", nil, "batchSize", 3, "'1.5' is not a whole number"),
    (minimal + "seed: -1\n", nil, "seed", 3, "'-1' is not a whole number"),
    (minimal + "learningRate: fast\n", nil, "learningRate", 3, "'fast' is not a number"),
    (minimal + "learningRate: .nan\n", nil, "learningRate", 3, "must be positive"),
    (minimal + "learningRate: 0\n", nil, "learningRate", 3, "must be positive"),
    (minimal + "batchSize: 0\n", nil, "batchSize", 3, "at least 1"),
    (minimal + "epochs: 0\n", nil, "epochs", 3, "1 to 1000000"),
    (minimal + "epochs: 9223372036854775807\n", nil, "epochs", 3, "1 to 1000000"),
    (minimal + "threads: 0\n", nil, "threads", 3, "1 to 1024"),
    (minimal + "threads: 3000000000\n", nil, "threads", 3, "1 to 1024"),
    (minimal + "trainedOn: ' '\n", nil, "trainedOn", 3, "one line of text"),
    (minimal + "trainedOn: \"a\\nb\"\n", nil, "trainedOn", 3, "one line of text"),
    ("name: tiny\narchitecture: {dense: {units: [9223372036854775807]}}\n", nil, "architecture.dense.units", 2, "1 to 1000000"),
    (minimal + "labelSmoothing: 1\n", nil, "labelSmoothing", 3, "0 ..< 1"),
    (minimal + "wantedSensitivity: 1.1\n", nil, "wantedSensitivity", 3, "at most 1"),
    (minimal + "averageDecay: 1\n", nil, "averageDecay", 3, "below 1"),
    (minimal + "maximumGradientNorm: -1\n", nil, "maximumGradientNorm", 3, "positive"),
    (minimal + "earlyStopping: {patience: 0}\n", nil, "earlyStopping.patience", 3, "at least 1"),
    (minimal + "checkpoints: {everySeconds: 0}\n", nil, "checkpoints.everySeconds", 3, "positive"),
    (minimal + "checkpoints: {everySeconds: 1e30}\n", nil, "checkpoints.everySeconds", 3, "at most 1e9"),
    (minimal + "split: {fractions: [0.8, 0.2]}\n", nil, "split.fractions", 3, "must be three shares"),
    (minimal + "split: {fractions: [0.8, 0.1, 0.2]}\n", nil, "split.fractions", 3, "sum to 1"),
    (minimal + "folders: [train, test]\n", nil, "folders", 3, "never learned from"),
    (minimal + "folders: []\n", nil, "folders", 3, "must name train"),
    (minimal + "input: {channels: 2}\n", nil, "input.channels", 3, "1 or 3"),
    (minimal + "input: {tone: equalised}\n", nil, "input.tone", 3, "must be asIs or equalized or adaptive"),
    (minimal + "input: {region: heart}\n", nil, "input.region", 3, "must be whole or lungs"),
    (minimal + "input: {width: 8}\n", nil, "input.width", 3, "16 to 4096"),
    (minimal + "input: {jpegQuality: 101}\n", nil, "input.jpegQuality", 3, "1 to 100"),
    (minimal + "input: {views: 9}\n", nil, "input.views", 3, "1 to 8, not 9"),
    (minimal + "triage: {missRate: 0}\n", nil, "triage.missRate", 3, "above 0 and below 1"),
    (minimal + "classWeights: balanced\nsampling: balanced\n", nil, "classWeights", 3, "use one of them"),
    (minimal + "classWeights: equal\n", nil, "classWeights", 3, "known: none, balanced"),
    (minimal + "classWeights: {normal: 0, pneumonia: 1}\n", nil, "classWeights.normal", 3, "positive"),
    (minimal + "redrawnLayers: [head]\n", nil, "redrawnLayers", 3, "there is no init"),
    (minimal + "frozenStatistics: true\n", nil, "frozenStatistics", 3, "there is no init"),
    (minimal + "unfreezing: [{layers: [head], epoch: 1}]\n", nil, "unfreezing.[0].epoch", 3, "did you mean 'epochs'?"),
    (minimal + "unfreezing: [{layers: [], epochs: 1}]\n", nil, "unfreezing.[0].layers", 3, "must name the layers"),
    (minimal + "unfreezing: [{layers: [head], epochs: 0}]\n", nil, "unfreezing.[0].epochs", 3, "1 to 1000000"),
    (minimal + "epochs: 3\nunfreezing: [{layers: [head], epochs: 3}]\n", nil, "unfreezing", 4, "all layers never learn"),
    (minimal + "learningRateFactors: {head: 0}\n", nil, "learningRateFactors", 3, "belongs in frozenLayers"),
    (minimal + "learningRateFactors: {head: 1001}\n", nil, "learningRateFactors", 3, "at most 1000"),
    (minimal + "mixing: {mixup: 0.5}\n", nil, "mixing.mixup", 3, "did you mean 'mixUp'?"),
    (minimal + "mixing: {mixUp: 1.5}\n", nil, "mixing", 3, "mixUp is 1.5, and must be a probability"),
    (minimal + "mixing: {mixUp: 0.6, cutMix: 0.6}\n", nil, "mixing", 3, "at most 1"),
    (minimal + "mixing: {cutMixAlpha: 0}\n", nil, "mixing", 3, "0.05 to 4"),
    ("name: a/b\narchitecture: smallCNN\n", nil, "name", 1, "must be letters"),
    ("name: [\n", nil, nil, 2, "is not YAML"),
    ("just text", nil, nil, nil, "holds no settings"),
    ("", nil, nil, nil, "holds no settings"),
    (minimal, "seed", nil, nil, "is no override"),
    (minimal, "=3", nil, nil, "is no override"),
    (minimal, "split..seed=3", nil, nil, "empty key"),
    (minimal, "split={seed: 3", "split", nil, "is not YAML"),
  ]

  @Test func faultsAreNamedWithTheirPlace() {
    for fault in Self.faults {
      let error = #expect(throws: RecipeError.self, "\(fault.yaml) \(fault.override ?? "")") {
        try Recipe(yaml: fault.yaml, path: "tiny.yaml", overrides: fault.override.map { [$0] } ?? [])
      }
      guard let error else { continue }
      #expect(error.path == "tiny.yaml")
      #expect(error.key == fault.key, "\(error)")
      #expect(error.line == fault.line, "\(error)")
      #expect(error.reason.contains(fault.reason), "\(error)")
    }
  }

  @Test func missingFileIsNamed() {
    let error = #expect(throws: RecipeError.self) { try Recipe(at: "no/such.yaml") }
    #expect(error?.description == "no/such.yaml: cannot be read; give the path of a recipe such as Recipes/deep-cnn.yaml")
  }

  @Test func nearestKeys() {
    #expect("bathsize".nearest(of: ["epochs", "batchSize"]) == "batchSize")
    #expect("teh".nearest(of: ["the"]) == "the")
    #expect("colour".nearest(of: ["epochs", "batchSize"]) == nil)
    #expect("".nearest(of: []) == nil)
  }

  @Test func classWeightsBalance() {
    let labels: [Label] = [.normal, .bacterial, .viral, .pneumonia]
    let studies = labels.enumerated().map { Study(id: "\($0.offset)", patient: "\($0.offset)", path: "", label: $0.element, folder: nil) }
    #expect(ClassWeights.none.values(for: studies, .binary) == nil)
    // n / (2 · n of the class): 4 / (2 · 1) and 4 / (2 · 3).
    #expect(ClassWeights.balanced.values(for: studies, .binary) == [2, 2.0 / 3])
    #expect(ClassWeights.explicit(normal: 3, pneumonia: 1).values(for: studies, .binary) == [3, 1])
    // The pneumonia of unknown kind is of no class: 3 / (3 · 1) and, with one viral film more, 4 / (3 · 2).
    #expect(ClassWeights.balanced.values(for: studies, .threeClasses) == [1, 1, 1])
    let wanted: [Float] = [4.0 / 3, 4.0 / 3, 2.0 / 3]
    #expect(ClassWeights.balanced.values(for: studies + [studies[2]], .threeClasses) == wanted)
    #expect(ClassWeights.explicit(normal: 3, pneumonia: 1).values(for: studies, .threeClasses) == [3, 1, 1])
  }
}
