import Hummingbird

/// The description of the API itself, for everyone and for pages of any origin.
struct DescriptionRoutes: Sendable {
  var routes: [Route] {
    [
      .get(
        "/v1/openapi.json",
        open: { _, _ in
          Response(
            status: .ok,
            headers: [.contentType: MediaType.json, .accessControlAllowOrigin: "*"],
            body: .init(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json))
          )
        }
      )
    ]
  }
}
