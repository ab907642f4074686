/// Which epoch's weights a training keeps.
public enum KeptEpoch: String, Sendable, Hashable, Codable, CaseIterable {
  /// That of the lowest validation loss.
  case best
  /// The last one. The validation part then chooses nothing of the network, so that its films can calibrate it; early stopping never
  /// stops such a training.
  case last
}
