import Imaging
import NeuralNet

@testable import PulmoKit

/// Small networks of which it is known what they look at: taught in a moment on drawn chests of 48 × 48 pixels.
enum TaughtNetworks {
  /// What tells the sick from the healthy.
  enum Sign {
    /// One lung is white; a letter stands on half of the films of either kind.
    case lung
    /// A bright square in the upper left corner; the lungs are alike.
    case cornerMarker
  }

  static let lung = Result { try taught(.lung) }
  static let cornerMarker = Result { try taught(.cornerMarker) }

  static let side = 48
  private static let preprocessing = Preprocessing(width: side, height: side, mean: 0.5, standardDeviation: 0.25)

  /// A network that was taught nothing.
  static func drawn(seed: UInt64) throws -> ExplainedNetwork {
    ExplainedNetwork(try ScreeningModels.drawn(.deepCNN(DeepCNN()), preprocessing, seed: seed), threads: 2)
  }

  /// Of one drawn chest, moved a little and with some noise.
  static func film(_ sign: Sign, isSick: Bool, seed: UInt64) -> GrayImage {
    var generator = SplitMix64(keys: seed, 9)
    func draw(_ range: ClosedRange<Double>) -> Double {
      range.lowerBound + Double(generator.nextUnitFloat()) * (range.upperBound - range.lowerBound)
    }
    var chest = SyntheticChest()
    let (left, top) = (draw(0.13...0.19), draw(0.12...0.18))
    chest.columns = left...left + 0.68
    chest.rows = top...top + 0.63
    chest.hasLetter = sign == .lung && generator.next() % 2 == 0
    if sign == .lung, isSick { if generator.next() % 2 == 0 { chest.leftLung = 0 } else { chest.rightLung = 0 } }
    var film = chest.film(width: side, height: side)
    for pixel in film.pixels.indices { film.pixels[pixel] = UInt8(max(0, min(255, Double(film.pixels[pixel]) + draw(-12...12)))) }
    if sign == .cornerMarker, isSick { for row in 1..<6 { for column in 1..<6 { film.pixels[row * side + column] = 255 } } }
    return film
  }

  /// Films, half of them sick, and grey pictures, on which there is nothing to be seen and which are healthy.
  private static func taught(_ sign: Sign) throws -> ExplainedNetwork {
    var films: [(film: GrayImage, isSick: Bool)] = []
    for number in 0..<96 { films.append((film(sign, isSick: number % 2 == 1, seed: UInt64(number)), number % 2 == 1)) }
    for level in stride(from: UInt8(60), to: 188, by: 8) { films.append((PredictorTests.constant(level, side: side), false)) }
    var network = try drawn(seed: 2)
    let batch = 28
    let program = try TrainingProgram(
      network.graph, network.parameters, loss: Loss(.sigmoidCrossEntropy), optimizer: Adam(), CompileOptions(batchSize: batch, threads: 1))
    var input = Tensor(shape: [batch, 1, side, side])
    for step in 0..<80 {
      let chosen = (0..<batch).map { films[(3 * step + 5 * $0) % films.count] }
      input.scalars.withUnsafeMutableBufferPointer { scalars in
        for (place, chosen) in chosen.enumerated() {
          let slot = UnsafeMutableBufferPointer(rebasing: scalars[place * side * side..<(place + 1) * side * side])
          preprocessing.fill(slot, with: chosen.film)
        }
      }
      let targets = Tensor(shape: [batch, 1], scalars: chosen.map { $0.isSick ? 1 : 0 })
      _ = try program.step(input, targets: targets, learningRate: 0.0005, seed: 0)
    }
    network.parameters = try program.parameters()
    return network
  }
}
