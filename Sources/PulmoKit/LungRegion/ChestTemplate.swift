/// The mean chest, and where the lungs lie on it.
///
/// The mean of the ``ChestStructure`` of 400 training films of the Kermany data (CC BY 4.0, see `Examples/ATTRIBUTION.md`), drawn at random
/// whatever their label, each moved and stretched to the mean before in six rounds: `Scripts/chest-template.py` makes it. No single film
/// can be seen in it. Right and left differ by the heart.
///
/// Places on it are numbers from -1, its left or upper edge, to 1.
enum ChestTemplate {
  /// Pixels of a side: those of ``ChestStructure`` but two at each edge, where films differ by what is beside the child.
  static let side = 28

  /// Where both lungs lie, seen by eye on the mean chest.
  static let lungColumns: ClosedRange<Float> = -0.70...0.73
  static let lungRows: ClosedRange<Float> = -0.85...0.82

  /// `[28, 28]`, rows from top to bottom, mean 0 and Euclidean length 1.
  static let rows: [Float] = {
    let levels = picture.compactMap { $0.hexDigitValue.map(Float.init) }
    let mean = levels.reduce(0, +) / Float(levels.count)
    let length = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    return levels.map { ($0 - mean) / length }
  }()

  /// The mean chest in 16 levels, 0 the darkest.
  private static let picture = """
    5568abbb9768abbb8669abba8665
    5568bccb7447abcb8447accb8655
    5569cdd95337acdb73249cdb9644
    4469cec73236acdb72137cec9644
    4469ceb52126acdc72125aec9643
    4469de942136addc831148dd9643
    346aed842236addc842137cda643
    346bec732247bddc953236beb633
    347cfa632247bdeca74335aec743
    347de9532358bdeca853359ed743
    348ee9422358beeca864348dd843
    349fd8422369ceeca974347ce843
    35afc7422479ceeca985336be943
    35bfb6423579cedca996445aea43
    35bfa643368acedcaa975459da43
    45ce9643467adedcaa986458db53
    46dd8543457acedcaaa97557cb53
    46dc85333479cedcaaa97556bb53
    46cb74322369cddcaaa98546ab63
    46ca53211247bddca9a985459b63
    46b843100036acdb999975448b63
    46a742100126accb878865337a64
    469643223346acca777764336964
    368645566667abca767764335863
    358668999878acca767886445763
    35889bbbba89acca878998766763
    358abcccba99abcb889aba987763
    359bcddcba99abbb99abbbaa9863
    """
}
