import HTTPTypes
import Hummingbird

/// What every answer carries: the version of the interface, what keeps browsers and caches from doing harm with it, and, where it is
/// known who asked, how much they may still ask.
struct HeadersMiddleware: RouterMiddleware {
  func handle(
    _ request: Request,
    context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    // What an answer says of itself goes first: how it may be kept.
    for field in Self.headers where response.headers[field.name] == nil { response.headers[field.name] = field.value }
    if let standing = context.standing.value {
      if let name = Self.limit { response.headers[name] = standing.limit }
      if let name = Self.policy { response.headers[name] = standing.policy }
    }
    // The router makes a HEAD of a GET; a problem that came before any route still has its text.
    return request.method == .head ? response.createHeadResponse() : response
  }

  private static let limit = HTTPField.Name("RateLimit")
  private static let policy = HTTPField.Name("RateLimit-Policy")

  private static let headers: HTTPFields = {
    var headers: HTTPFields = [
      .cacheControl: "no-store",
      .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
      .strictTransportSecurity: "max-age=31536000",
      .xContentTypeOptions: "nosniff",
    ]
    for (name, value) in [
      ("API-Version", CaseAPI.version), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
    ] {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return headers
  }()
}
