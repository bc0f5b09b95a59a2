package import CaseCore
package import Hummingbird

/// One operation of the API.
package struct Route: Sendable {
  package enum Handler: Sendable {
    /// For everyone.
    case open(@Sendable (Request, APIContext) async throws -> Response)
    /// For whoever has a valid token.
    case known(@Sendable (Request, APIContext, Actor) async throws -> Response)
  }

  var method: HTTPRequest.Method
  /// With `{name}` for a parameter.
  var path: String
  var produces = MediaType.json
  /// Whether it reads every running case, which takes longer than an answer commonly may.
  var readsAllCases = false
  /// Whether administrators change something by it, which can ask how they signed in.
  var isAdministration = false
  /// Whether it is for systems alone, and not for people.
  var isForSystems = false
  var handler: Handler

  package static func get(
    _ path: String,
    produces: String = MediaType.json,
    open: @escaping @Sendable (Request, APIContext) async throws -> Response
  ) -> Route { Route(method: .get, path: path, produces: produces, handler: .open(open)) }

  package static func get(
    _ path: String,
    readsAllCases: Bool = false,
    forSystems: Bool = false,
    _ handler: @escaping @Sendable (Request, APIContext, Actor) async throws -> Response
  ) -> Route {
    Route(
      method: .get,
      path: path,
      readsAllCases: readsAllCases,
      isForSystems: forSystems,
      handler: .known(handler)
    )
  }

  /// For systems: nobody's step in a case, and the same however often it is asked.
  static func put(
    _ path: String,
    forSystems handler: @escaping @Sendable (Request, APIContext, Actor) async throws -> Response
  ) -> Route { Route(method: .put, path: path, isForSystems: true, handler: .known(handler)) }

  package static func post(
    _ path: String,
    open: @escaping @Sendable (Request, APIContext) async throws -> Response
  ) -> Route { Route(method: .post, path: path, handler: .open(open)) }

  package static func post(
    _ path: String,
    readsAllCases: Bool = false,
    _ handler: @escaping @Sendable (Request, APIContext, Actor) async throws -> Response
  ) -> Route { Route(method: .post, path: path, readsAllCases: readsAllCases, handler: .known(handler)) }

  /// What only administrators do.
  static func administer(
    _ path: String,
    readsAllCases: Bool = false,
    _ handler: @escaping @Sendable (Request, APIContext, Actor) async throws -> Response
  ) -> Route {
    Route(
      method: .post,
      path: path,
      readsAllCases: readsAllCases,
      isAdministration: true,
      handler: .known(handler)
    )
  }
}

/// The media types that are sent and taken.
package enum MediaType {
  package static let json = "application/json"
  static let problem = "application/problem+json"
  /// The one coding of a body that is taken.
  static let plainCoding = "identity"
}
