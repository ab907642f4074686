public import NeuralNet

/// One batch on its way to the engine.
public struct Batch: Sendable {
  /// `[N, C, H, W]`, preprocessed
  public let images: Tensor
  /// The film of each picture, in order.
  public let studies: [Study]
}

/// Makes any batch of an epoch from its number alone, so batches may be made in any order, on any thread.
struct BatchBuilder: Sendable {
  let studies: [Study]
  let store: PictureStore
  let augmentation: Augmentation
  let picks: [EpochOrder.Pick]
  let batchSize: Int
  let seed: UInt64
  let epoch: Int

  var count: Int { picks.count / batchSize }

  /// - Throws: `ImagingError` for a film that is not held and cannot be read; `CancellationError`.
  func batch(_ number: Int) throws -> Batch {
    let picks = picks[number * batchSize..<(number + 1) * batchSize]
    let preprocessing = store.preprocessing
    let scalarsPerPicture = preprocessing.inputShape.count
    let scalars = try [Float](unsafeUninitializedCapacity: batchSize * scalarsPerPicture) { buffer, initializedCount in  // [N, C, H, W]
      for pick in picks {
        try Task.checkCancellation()
        let study = studies[pick.study]
        let picture = augmentation(
          try store.picture(of: study), seed: seed, epoch: epoch, image: study.augmentationKey, draw: pick.draw)
        let slot = buffer[initializedCount..<initializedCount + scalarsPerPicture]
        preprocessing.fill(UnsafeMutableBufferPointer(rebasing: slot), with: picture)
        initializedCount += scalarsPerPicture
      }
    }
    let shape = Shape([batchSize] + preprocessing.inputShape.dimensions)
    return Batch(images: Tensor(shape: shape, scalars: scalars), studies: picks.map { studies[$0.study] })
  }
}

extension Study {
  /// The key of a film's augmentation: the 64-bit FNV-1a hash of its id.
  ///
  /// It depends on nothing but the id, so a film is changed alike whatever films stand beside it.
  /// Source: Fowler, Noll, Vo, Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
  var augmentationKey: UInt64 {
    id.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
