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

/// All but the tests is built optimised also for debugging: they walk through very many situations, play all stories through the
/// whole service and start its programs hundreds of times, and take minutes less by it. Preconditions and overflow checks stay.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }

let argumentParser = product("ArgumentParser", "swift-argument-parser")
let collections = product("OrderedCollections", "swift-collections")
let crypto = product("Crypto", "swift-crypto")
let cryptoExtras = product("CryptoExtras", "swift-crypto")
let logging = product("Logging", "swift-log")
let metrics = product("Metrics", "swift-metrics")
let tracing = product("Tracing", "swift-distributed-tracing")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let hummingbird = product("Hummingbird", "hummingbird")
let hummingbirdCore = product("HummingbirdCore", "hummingbird")
let httpClient = product("AsyncHTTPClient", "async-http-client")
let httpTypes = product("HTTPTypes", "swift-http-types")
let nio = [product("NIOCore", "swift-nio"), product("NIOHTTP1", "swift-nio")]

let swiftLog = Package.Dependency.package(url: "https://github.com/apple/swift-log", from: "1.16.2")

let package = Package(
  name: "casusregie",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "casusregie", targets: ["casusregie"]),
    .executable(name: "casusregie-dev", targets: ["casusregie-dev"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    swiftLog,
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // The engine.
    .target(name: "CaseCore", dependencies: [collections]),
    // What people read of it.
    .target(name: "DutchMessages", dependencies: ["CaseCore", collections]),
    .target(
      name: "WorkflowFiles",
      dependencies: ["CaseCore", "DutchMessages", collections, product("Yams", "Yams")]
    ),
    .target(name: "WorkflowDiagrams", dependencies: ["CaseCore", "DutchMessages", collections]),
    .target(name: "SeededRandom"),
    .target(
      name: "Simulation",
      dependencies: ["CaseCore", "WorkflowFiles", "SeededRandom", collections]
    ),

    // What comes in from strangers, read strictly. Fuzzed: see `Tests/Fuzz`.
    .target(name: "StrictJSON", dependencies: [collections]),
    .target(name: "JOSE", dependencies: ["StrictJSON", crypto]),
    .target(
      name: "Identity",
      dependencies: ["CaseCore", "StrictJSON", "JOSE", crypto, cryptoExtras, collections, logging, metrics]
    ),
    .target(name: "Requests", dependencies: ["CaseCore", "DutchMessages", "StrictJSON", collections]),

    // The C libraries, in Swift.
    .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
    .target(name: "BlockingExecutor"),
    .target(name: "Retrying"),
    .target(
      name: "Postgres",
      dependencies: ["CLibpq", "BlockingExecutor", "Retrying", logging],
      swiftSettings: wrapsC
    ),
    .target(name: "AMQP", dependencies: ["CRabbitMQ", "BlockingExecutor", "Retrying", logging], swiftSettings: wrapsC),

    // The store: the only targets with SQL about cases. First what they share, deadline settings and the schema; then the door,
    // events to send, timers that are due, and reading; then the administration of deadlines and of the store.
    .target(
      name: "StoreBase",
      dependencies: ["CaseCore", "DutchMessages", "JOSE", "Postgres", crypto, collections, logging, metrics, tracing],
      exclude: ["Content/content.proto"]
    ),
    .target(
      name: "SettingsStore",
      dependencies: ["CaseCore", "Postgres", "StoreBase"]
    ),
    .target(
      name: "StoreSchema",
      dependencies: ["Postgres", "StoreBase", "SettingsStore", crypto],
      resources: [.embedInCode("SQL")]
    ),
    .target(
      name: "CaseDoor",
      dependencies: [
        "CaseCore", "DutchMessages", "Postgres", "StoreBase", "SettingsStore", collections, metrics, tracing,
      ]
    ),
    .target(name: "Outbox", dependencies: ["Retrying", "CaseCore", "Postgres", "StoreBase", crypto]),
    .target(name: "DeadlineTimers", dependencies: ["CaseCore", "Postgres", "StoreBase", "CaseDoor", tracing]),
    .target(
      name: "CaseReading",
      dependencies: ["CaseCore", "JOSE", "Postgres", "StoreBase", "SettingsStore", crypto, collections]
    ),
    .target(
      name: "DeadlineAdministration",
      dependencies: ["CaseCore", "Postgres", "StoreBase", "SettingsStore", "CaseDoor", collections]
    ),
    .target(
      name: "PartnerAdministration",
      dependencies: [
        "CaseCore", "JOSE", "Postgres", "StoreBase", "DeadlineAdministration", collections,
      ]
    ),
    .target(
      name: "StoreAdministration",
      dependencies: ["CaseCore", "DutchMessages", "Postgres", "StoreBase", "SettingsStore", "CaseDoor", collections]
    ),

    // The service.
    .target(
      name: "Messaging",
      dependencies: [
        "Retrying", "CaseCore", "StoreBase", "Outbox", "AMQP", crypto, httpClient, logging, metrics, lifecycle,
        tracing,
      ]
        + nio
    ),
    .target(
      name: "Inbox",
      dependencies: [
        "Retrying", "CaseCore", "DutchMessages", "StrictJSON", "JOSE", "Identity", "Requests", "Postgres", "StoreBase",
        "CaseDoor", "Outbox", "AMQP", crypto, collections, logging, metrics, lifecycle, tracing,
      ]
    ),
    .target(
      name: "Timers",
      dependencies: [
        "Retrying", "CaseCore", "StoreBase", "SettingsStore", "CaseDoor", "Outbox", "DeadlineTimers",
        "DeadlineAdministration", logging, metrics, lifecycle, tracing,
      ]
    ),
    .target(
      name: "CaseAPI",
      dependencies: [
        "CaseCore", "DutchMessages", "StrictJSON", "JOSE", "Identity", "Requests", "StoreBase", "SettingsStore",
        "CaseDoor", "CaseReading", "Outbox", "DeadlineAdministration", "PartnerAdministration", hummingbird,
        hummingbirdCore, product("HummingbirdTLS", "hummingbird"), httpClient,
        crypto, collections,
        logging,
        metrics, tracing, httpTypes, product("NIOSSL", "swift-nio-ssl"),
      ] + nio,
      resources: [.embedInCode("Resources/openapi.json"), .embedInCode("Resources/asyncapi.json")]
    ),

    // The program.
    .target(
      name: "Server",
      dependencies: [
        "CaseCore", "DutchMessages", "WorkflowFiles", "StrictJSON", "JOSE", "Identity", "Requests", "Postgres", "AMQP",
        "StoreBase", "Retrying",
        "SettingsStore", "StoreSchema",
        "CaseDoor", "Outbox", "DeadlineTimers", "CaseReading", "DeadlineAdministration", "PartnerAdministration",
        "StoreAdministration", "Messaging", "Inbox", "Timers", "CaseAPI", hummingbird, hummingbirdCore,
        httpClient, collections, product("Configuration", "swift-configuration"),
        product("SystemPackage", "swift-system"), logging, metrics, tracing, lifecycle,
        product("NIOSSL", "swift-nio-ssl"),
        product("UnixSignals", "swift-service-lifecycle"), product("NIOPosix", "swift-nio"),
      ] + nio
    ),
    .target(
      name: "Commands",
      dependencies: [
        "CaseCore", "DutchMessages", "WorkflowFiles", "WorkflowDiagrams", "Simulation", "StrictJSON", "Identity",
        "StoreBase", "StoreSchema", "CaseReading", "DeadlineAdministration", "StoreAdministration", "Messaging",
        "Outbox", "CaseAPI", "PartnerAdministration", "Server",
        httpClient,
        collections, metrics, argumentParser, product("NIOSSL", "swift-nio-ssl"), product("NIOPosix", "swift-nio"),
      ] + nio
    ),
    .executableTarget(name: "casusregie", dependencies: ["Commands", argumentParser]),

    // What is only for trying out, measuring and testing. Nothing above may import it.
    .target(name: "LocalServices", resources: [.embedInCode("Guard/guard.sh")]),
    .target(
      name: "LocalTime",
      dependencies: ["CaseCore", "StoreBase", "Postgres"],
      resources: [.embedInCode("SQL/LocalClock.sql")]
    ),
    .target(
      name: "Development",
      dependencies: [
        "CaseCore", "WorkflowFiles", "StrictJSON", "JOSE", "Identity", "Requests", "Postgres", "StoreBase",
        "StoreSchema",
        "Outbox",
        "DeadlineTimers", "CaseAPI", "Server", "LocalServices", "LocalTime", crypto, hummingbird, httpClient,
        collections,
      ] + nio
    ),
    .target(
      name: "Demo",
      dependencies: [
        "CaseCore", "WorkflowFiles", "StrictJSON", "AMQP", "Outbox", "StoreAdministration", "Server", "LocalServices",
        "Development", httpClient, collections, logging,
      ] + nio
    ),
    .target(
      name: "ContractKit",
      dependencies: [
        "CaseCore", "DutchMessages", "WorkflowFiles", "SeededRandom", "StrictJSON", "JOSE", "Requests", "AMQP",
        "StoreBase",
        "Outbox", "Inbox", "LocalServices", crypto, collections, logging,
      ]
    ),
    .target(
      name: "Benchmarks",
      dependencies: [
        "CaseCore", "WorkflowFiles", "Postgres", "AMQP", "CRabbitMQ", "StoreBase", "SettingsStore", "StoreSchema",
        "CaseDoor", "CaseReading", "Outbox", "DeadlineAdministration", "StoreAdministration", "Messaging", "Inbox",
        "StrictJSON", "JOSE", "Identity", "Requests", "PartnerAdministration", "CaseAPI", "Server", "LocalServices",
        "Development", httpClient, crypto, collections, logging, hummingbird,
        product("NIOSSL", "swift-nio-ssl"),
      ] + nio,
      path: "Benchmarks"
    ),
    .target(
      name: "Chaos",
      dependencies: [
        "CaseCore", "WorkflowFiles", "SeededRandom", "StrictJSON", "Postgres", "AMQP", "StoreAdministration",
        "Server", "LocalServices", "Development", httpClient, collections, logging,
        product("NIOPosix", "swift-nio"),
      ] + nio
    ),
    .executableTarget(
      name: "casusregie-dev",
      dependencies: [
        "StrictJSON", "LocalServices", "Server", "Commands", "Development", "Demo", "ContractKit", "Benchmarks",
        "Chaos", argumentParser,
      ]
    ),

    // The client in Swift that the guide for partners gives as an example.
    .executableTarget(
      name: "partner-client",
      dependencies: ["AMQP", "JOSE", "StrictJSON", crypto, collections, logging],
      path: "docs/partners/swift"
    ),

    // Tests. Those that need a server start a real one.
    .target(name: "TestServices", dependencies: ["LocalServices", logging], path: "Tests/TestServices"),
    .testTarget(name: "BlockingExecutorTests", dependencies: ["BlockingExecutor", "TestServices"]),
    .testTarget(
      name: "PostgresTests",
      dependencies: ["SeededRandom", "Retrying", "Postgres", "LocalServices", "TestServices", logging]
    ),
    .testTarget(
      name: "AMQPTests",
      dependencies: ["SeededRandom", "Retrying", "AMQP", "LocalServices", "TestServices", logging]
    ),
    .testTarget(
      name: "JOSETests",
      dependencies: ["JOSE", "StrictJSON", crypto, collections],
      exclude: ["messages.py"]
    ),
    .testTarget(name: "LocalServicesTests", dependencies: ["LocalServices", "TestServices"]),
    // Runs the program itself, as processes that it kills.
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "SeededRandom", "casusregie", "casusregie-dev", "partner-client", "Commands", "Server", "Development", "Demo",
        "WorkflowFiles", "PartnerAdministration", "Postgres",
        "CaseCore", "StrictJSON", "StoreBase", "SettingsStore", "DeadlineAdministration", "StoreAdministration", "AMQP",
        "JOSE", "Outbox",
        "LocalServices", "TestServices", "Chaos", "Requests", "Retrying", httpClient, crypto, collections, logging,
        tracing, lifecycle, product("NIOPosix", "swift-nio"),
      ] + nio,
      exclude: ["Releases/former", "Partners/attempts.py"]
    ),
    .testTarget(name: "CaseCoreTests", dependencies: ["SeededRandom", "CaseCore", "DutchMessages", collections]),
    .testTarget(
      name: "WorkflowDiagramsTests",
      dependencies: ["WorkflowDiagrams", "WorkflowFiles", "CaseCore", collections]
    ),
    .testTarget(
      name: "WorkflowFilesTests",
      dependencies: ["SeededRandom", "WorkflowFiles", "DutchMessages", "CaseCore", collections],
      exclude: ["bad", "former"]
    ),
    .testTarget(name: "StrictJSONTests", dependencies: ["SeededRandom", "StrictJSON", collections]),
    // Its tokens are made by another library than ours.
    .testTarget(
      name: "IdentityTests",
      dependencies: [
        "CaseCore", "StrictJSON", "Identity", product("JWTKit", "jwt-kit"), crypto, cryptoExtras, collections,
      ]
    ),
    .testTarget(name: "RequestsTests", dependencies: ["Requests"]),
    .target(
      name: "TestOffice",
      dependencies: [
        "Retrying", "CaseCore", "DutchMessages", "StoreBase", "StoreSchema", "CaseDoor", "DeadlineTimers",
        "CaseReading", "StoreAdministration", "Postgres", "LocalTime", "TestServices", collections, logging,
      ],
      path: "Tests/TestOffice"
    ),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Simulation", "WorkflowFiles", "DutchMessages", "CaseCore", "SeededRandom", "StrictJSON", "Postgres",
        "StoreBase", "StoreAdministration",
        "CaseDoor", "Outbox", "DeadlineTimers", "CaseReading", "DeadlineAdministration", "PartnerAdministration",
        "JOSE",
        "Identity", "Inbox", "CaseAPI", "LocalTime", "TestOffice", product("Yams", "Yams"), hummingbird,
        product("HummingbirdTesting", "hummingbird"), httpTypes, crypto, collections, logging,
      ],
      swiftSettings: optimised
    ),
    .testTarget(
      name: "CaseStoreTests",
      dependencies: [
        "SeededRandom", "CaseCore", "DutchMessages", "StoreBase", "SettingsStore", "StoreSchema", "CaseDoor", "Outbox",
        "DeadlineTimers", "CaseReading", "DeadlineAdministration", "PartnerAdministration", "StoreAdministration",
        "Postgres", "LocalServices",
        "LocalTime", "JOSE", "TestServices", "TestOffice", crypto, collections,
      ],
      exclude: ["schema.sql", "Content/Golden/releases"]
    ),
    .testTarget(
      name: "TimersTests",
      dependencies: [
        "SeededRandom", "CaseCore", "StoreBase", "CaseDoor", "Outbox", "DeadlineTimers", "StoreAdministration",
        "Timers", "Postgres", "LocalServices", "LocalTime", "TestServices", "TestOffice", logging,
      ]
    ),
    .testTarget(
      name: "MessagingTests",
      dependencies: [
        "SeededRandom", "Retrying", "CaseCore", "Postgres", "AMQP", "StoreBase", "StoreSchema", "Outbox", "Messaging",
        "LocalServices", "TestServices", httpClient, logging, lifecycle,
      ] + nio
    ),
    .testTarget(name: "InboxTests", dependencies: ["Inbox"]),
    .testTarget(
      name: "MessageFormTests",
      dependencies: [
        "CaseCore", "DutchMessages", "StrictJSON", "JOSE", "Requests", "StoreBase", "Outbox", "Inbox", crypto,
        collections,
      ],
      exclude: ["releases"]
    ),
    .testTarget(
      name: "CaseAPITests",
      dependencies: [
        "SeededRandom", "CaseCore", "DutchMessages", "WorkflowFiles", "StrictJSON", "JOSE", "Identity", "Requests",
        "Postgres", "StoreBase", "SettingsStore",
        "StoreSchema", "CaseDoor", "Outbox", "Inbox", "DeadlineTimers", "CaseReading", "DeadlineAdministration",
        "PartnerAdministration", "CaseAPI",
        "LocalServices", "LocalTime", "Development", "TestServices", hummingbird, hummingbirdCore,
        product("HummingbirdTesting", "hummingbird"), product("NIOPosix", "swift-nio"), httpClient,
        product("JWTKit", "jwt-kit"), product("Yams", "Yams"), cryptoExtras, collections, logging, metrics, httpTypes,
        product("NIOSSL", "swift-nio-ssl"),
      ] + nio
    ),
  ]
)

// The sanitizers look at the wrappers of the C libraries; building the rest under them would cost minutes and find nothing
// more. `scripts/test --sanitize` sets this.
if Context.environment["CASUSREGIE_WRAPPERS_ONLY"] != nil {
  let wrappers: Set = [
    "CLibpq", "CRabbitMQ", "BlockingExecutor", "Retrying", "Postgres", "AMQP", "SeededRandom", "LocalServices",
    "TestServices", "BlockingExecutorTests", "PostgresTests", "AMQPTests",
  ]
  package.targets.removeAll { !wrappers.contains($0.name) }
  package.products = []
  package.dependencies = [swiftLog]
}

// The fuzzer runs what reads the input of strangers, built as for production. `scripts/fuzz` sets this.
if Context.environment["CASUSREGIE_FUZZ"] != nil {
  let read: Set = ["CaseCore", "DutchMessages", "WorkflowFiles", "StrictJSON", "JOSE", "Identity", "Requests"]
  let packages: Set = ["swift-collections", "swift-crypto", "swift-log", "swift-metrics", "yams"]
  package.targets.removeAll { !read.contains($0.name) }
  // Of the inbox what reads a message, and not what takes it from the broker.
  package.targets.append(
    .target(
      name: "Inbox",
      dependencies: ["CaseCore", "DutchMessages", "StrictJSON", "JOSE", "Identity", "Requests", collections],
      sources: ["MessageKind.swift", "Messages/Envelope.swift", "Messages/Unreadable.swift", "Statements"]
    )
  )
  package.targets.append(
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CaseCore", "WorkflowFiles", "StrictJSON", "JOSE", "Identity", "Requests", "Inbox", crypto, collections,
      ],
      path: "Tests/Fuzz",
      exclude: ["corpus", "messages.dict"],
      // The fuzzer brings its own `main`.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]
    )
  )
  package.products = []
  package.dependencies.removeAll { dependency in
    guard case .sourceControl(_, let location, _) = dependency.kind else { return true }
    return !packages.contains { location.lowercased().hasSuffix("/\($0)") }
  }
}

for target in package.targets where target.type != .system {
  target.swiftSettings = strict + (target.swiftSettings ?? []) + (target.type == .test ? [] : optimised)
}
