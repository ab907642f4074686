import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// The recipes in `Recipes/`: all readable, each the network its name says, all on one split.
@Suite struct ShippedRecipeTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Recipes").standardized.path

  static let deep = DenseNetwork(units: [256, 128, 64, 32, 10])
  static let architectures: [String: Architecture] = [
    "dense-10": .dense(DenseNetwork(units: [10])), "dense-10-sgd": .dense(DenseNetwork(units: [10])), "dense-deep": .dense(deep),
    "dense-deep-dropout": .dense(DenseNetwork(units: deep.units, dropout: 0.3)),
    "dense-deep-l2": .dense(DenseNetwork(units: deep.units, l2: 0.005)), "dense-deep-adam-0.0005": .dense(deep),
    "small-cnn": .smallCNN(SmallCNN()), "deep-cnn": .deepCNN(DeepCNN()), "deep-cnn-augmented": .deepCNN(DeepCNN()),
    "deep-cnn-augmented-keras": .deepCNN(DeepCNN()),
    "dropout-cnn": .deepCNN(DeepCNN(dropoutAfterPool: 0.3, dropoutAfterDense: 0.1)),
  ]

  /// The recipe that follows no published settings.
  static let flagship = "lite-three-class"

  static func recipe(_ name: String) throws -> Recipe { try Recipe(at: "\(folder)/\(name).yaml") }

  @Test func eachIsTheNetworkItsNameSays() throws {
    for (name, architecture) in Self.architectures {
      let recipe = try Self.recipe(name)
      #expect(recipe.name == name)
      #expect(recipe.architecture == architecture, "\(name)")
      #expect(recipe.optimizer == (name == "dense-10-sgd" ? .sgd(SGD()) : .adam(Adam(epsilon: 1e-7))), "\(name)")
      #expect(recipe.learningRate == (name == "dense-10-sgd" ? 0.01 : name.contains("0.0005") ? 0.0005 : 0.001), "\(name)")
      #expect(recipe.augmentation == Augmentation() || name.contains("augmented"), "\(name)")
    }
  }

  @Test func allAreOnOneSplit() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= Self.architectures.count)
    for file in files {
      let isFlagship = file.hasPrefix(Self.flagship)
      let recipe = try Recipe(at: "\(Self.folder)/\(file)")
      #expect("\(recipe.name).yaml" == file)
      #expect(recipe.split == SplitRecipe(fractions: [0.8, 0.1, 0.1], seed: 2018), "\(file)")
      #expect(recipe.input == Preprocessing(width: 128, height: 128, channels: 1) || isFlagship, "\(file)")
      #expect(recipe.batchSize == 32 && (recipe.earlyStopping == EarlyStopping(patience: 10) || isFlagship), "\(file)")
      #expect(recipe.trainedOn == "anterior-posterior (AP) chest X-rays of children aged one to five", "\(file)")
      #expect(recipe.data == nil && recipe.folders == [.train], "\(file)")
      #expect(try Recipe(yaml: recipe.yaml, path: file) == recipe, "\(file)")
    }
  }

  /// What the corruptions of the held-out families test was taught to no model here.
  @Test func noneTrainsOnTheHeldOutFamilies() throws {
    #expect(Corruption.Family.heldOut == [.blur, .compression])
    for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter({ $0.hasSuffix(".yaml") }) {
      let augmentation = try Recipe(at: "\(Self.folder)/\(file)").augmentation
      #expect(augmentation.blur == 0...0 && augmentation.jpeg == 0, "\(file)")
    }
  }

  @Test func augmentationIsTheProjects() throws {
    var expected = Augmentation()
    expected.rotation = 40
    expected.widthShift = 0.2
    expected.heightShift = 0.2
    expected.shear = 0.3
    expected.zoom = 0.9...1.1
    expected.fill = .nearest
    #expect(try Self.recipe("deep-cnn-augmented-keras").augmentation == expected)
  }
}
