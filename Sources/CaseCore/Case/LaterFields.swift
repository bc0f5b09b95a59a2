/// Fields that a later release stored with a value and that this release does not know. When this release writes the value
/// again, it writes them unchanged.
///
/// They do not matter for equality: values are equal whatever they hold.
public struct LaterFields: Hashable, Sendable {
  /// Fields as they are stored.
  public var bytes: [UInt8] = []

  public init() {}

  public static func == (_: LaterFields, _: LaterFields) -> Bool { true }
  public func hash(into hasher: inout Hasher) {}
}
