/// The mean chest, and where the lungs lie on it.
///
/// Made from the training films of the Kermany data (CC BY 4.0, see `Examples/ATTRIBUTION.md`), 400 of both classes drawn at random: the mean of
/// their ``ChestStructure``, each moved and stretched to the mean before, from the unmoved mean on, in six rounds. No single film can be seen in
/// it. Right and left differ by the heart.
///
/// Places on it are numbers from -1, its left or upper edge, to 1.
enum ChestTemplate {
  /// Pixels of a side: those of ``ChestStructure`` but two at each edge, where films differ by what is beside the child.
  static let side = 28

  /// Where both lungs lie, seen by eye on the mean chest.
  static let lungColumns: ClosedRange<Float> = -0.70...0.73
  static let lungRows: ClosedRange<Float> = -0.85...0.78

  /// `[28, 28]`, rows from top to bottom, mean 0 and Euclidean length 1.
  static let rows: [Float] = {
    let levels = picture.compactMap { $0.hexDigitValue.map(Float.init) }
    let mean = levels.reduce(0, +) / Float(levels.count)
    let length = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    return levels.map { ($0 - mean) / length }
  }()

  /// The mean chest in 16 levels, 0 the darkest.
  private static let picture = """
    5668aabb9768aaba8679abba8665
    5569bccb7557abcb8547accb9655
    5569cdd95347accb73259cdb9654
    457acec73236acdb72126bdc9644
    447adea52126acdb72114aed9644
    347aed842136acdc731138dda643
    347bec732136addc841137cea643
    347ceb632247addc952125aeb743
    348dea532247bddca642259ec743
    349ed8522358bddca853248dd843
    359fd8421358bddca863237ce843
    35afc7322369cddca974236be943
    35bfb6322479cddca985335aea53
    36cea632357acddca9864359db53
    46de9632357acddcaa975458db53
    47dd8533457acddcaaa86447cb53
    47dc85333579cddcaaa97547cc63
    47db74323469cddcaaa97546bc63
    48ca63211258bddca9a97545ab64
    48b853110137acdb999975348b64
    47a742100136accb988864337a64
    479632212236acca877753236964
    468544455557abca766654225864
    367667888778abba767775335864
    36889aaaa989abca878998655764
    3689bccbba99abba889aaa977764
    369bcdccba99abba99abbbaa9863
    36acddccba99abba99aabbbba963
    """
}
