/// What a later release stored with a value, of which this release does not know what it means. Where this one writes the value
/// again, it writes that along, as it was.
///
/// It makes no difference here: values are equal whatever it holds.
public struct LaterFields: Hashable, Sendable {
  /// Fields as they are stored.
  public var bytes: [UInt8] = []

  public init() {}

  public static func == (_: LaterFields, _: LaterFields) -> Bool { true }
  public func hash(into hasher: inout Hasher) {}
}
