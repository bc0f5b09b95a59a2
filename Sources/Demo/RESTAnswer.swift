package import Foundation

/// What the service answered to one request over HTTP.
package struct RESTAnswer: Sendable {
  package let method: String
  /// With its query.
  package let path: String
  package let status: Int
  package let headers: [(name: String, value: String)]
  package let body: Data
}
