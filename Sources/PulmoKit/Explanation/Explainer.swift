public import Imaging

/// A method that says where on a film a network sees what speaks for a class.
public protocol Explainer: Sendable {
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  /// - Returns: a heatmap of the picture's size; of the same picture, class and seed always the same.
  /// - Throws: `NeuralNetError` where the engine fails, `StatisticsError` where the network gives no number.
  func heatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap
}
