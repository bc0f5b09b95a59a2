// swift-tools-version: 6.2
import PackageDescription

// The first page of the architecture: targets from bottom to top, each with all it may import. An import may only
// point down this file; `ArchitectureTests` reads the imports in the sources and holds them to this table.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The wrappers of C libraries: the only folders that may see pointers, each of them marked `unsafe`.
let wrapsC: [SwiftSetting] = [.strictMemorySafety()]

let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "casusregie",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
    .target(name: "CaseCore", dependencies: [collections]),
    .target(name: "BlockingExecutor"),
    .target(name: "Postgres", dependencies: ["CLibpq", "BlockingExecutor", logging], swiftSettings: wrapsC),
    .target(name: "AMQP", dependencies: ["CRabbitMQ", "BlockingExecutor", logging], swiftSettings: wrapsC),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = strict + (target.swiftSettings ?? [])
}
