/// What the folds of a cross-validation are made of.
public enum Folding: Sendable {
  /// Whole children, drawn by chance (``ValidationProtocol/grouped``).
  case children
  /// The same, and beside their figures those on films dealt one by one (``ValidationProtocol/byFilm``).
  case childrenAndFilms
  /// Stretches of consecutive numbers of every series of children (``ValidationProtocol/byStretch``).
  case stretches
  /// Whole acquisition settings (``ValidationProtocol/bySetting``), of which every film has one.
  case settings(AcquisitionSettings)

  /// The protocols that are done, that of the folds first.
  var protocols: [ValidationProtocol] {
    switch self {
    case .children: [.grouped]
    case .childrenAndFilms: [.grouped, .byFilm]
    case .stretches: [.byStretch]
    case .settings: [.bySetting]
    }
  }

  /// The acquisition settings that are held out; nil where folds are of children.
  var settings: AcquisitionSettings? { if case .settings(let settings) = self { settings } else { nil } }
}
