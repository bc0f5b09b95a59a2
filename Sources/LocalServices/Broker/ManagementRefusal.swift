/// The management API did not do what was asked.
package struct ManagementRefusal: Error, CustomStringConvertible {
  package let method: String
  package let path: String
  /// The HTTP status, or 0 when there was no answer.
  package let status: Int

  package var description: String { "\(method) \(path): status \(status)" }
}
