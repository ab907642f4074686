/// What a run began with; each of its checkpoints carries it, so that nothing else can be taken for it when the run is resumed.
struct RunOrigin: Sendable, Hashable, Codable {
  var recipe: Recipe
  var environment: RunEnvironment
  /// Nil where the weights were drawn.
  var initialModel: InitialModel?
}
