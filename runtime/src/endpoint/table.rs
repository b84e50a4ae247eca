//! The table of an endpoint that a user writes.

/// Defines an endpoint: implements [`Endpoint`](crate::Endpoint) for the request and [`Reply`](crate::Reply) for the reply.
///
/// ```text
/// endpoint! { Request -> Response of Wecom {
///     name: "wecom.user.get",
///     route: GET "/cgi-bin/user/get",
///     summary: "Reads a member.",
///     url: "https://developer.work.weixin.qq.com/document/path/90196",
///     reads: true,
/// } }
/// ```
///
/// Keys are given in this order, and only `name` and `route` are required:
///
/// | key | meaning |
/// |---|---|
/// | `name: "…"` | the name in logs and errors; by convention it begins with the vendor's name |
/// | `route: GET "/…"`, `POST` | the method, and the path after the vendor's base URL |
/// | `summary: "…"`, `url: "…"` | facts for [`EndpointInfo`](crate::EndpointInfo) |
/// | `reads: true` | calls change nothing, so that a client may repeat one that may have been executed |
/// | `query: ["…"]` | members in the query; for GET, all of them are unless they are listed |
/// | `headers: ["…"]` | members in headers |
/// | `secrets: ["…"]` | members whose values are removed from errors |
/// | `form: "media" => media` | sends a form with this field, which is a [`File`](crate::File); `length "filelength"` after it adds its length |
/// | `file: "content" => content` | the reply is a file, which is this field |
/// | `grants: "token" => token, "expires_in" => expires_in` | the reply has a credential and its lifetime in seconds, and the call needs none. A client can [fetch its tokens](crate::Grants) with it. `for Wecom` after it: the call needs a credential, and the one in the reply is for that vendor |
/// | `absent_is_success: true` | a reply without an error code is a success |
#[macro_export]
macro_rules! define_endpoint {
    ($request:ident -> $response:ident of $vendor:ty {
        name: $name:literal,
        route: $method:ident $path:literal
        $(, summary: $summary:literal)?
        $(, url: $url:literal)?
        $(, reads: $reads:literal)?
        $(, query: [$($query:literal),* $(,)?])?
        $(, headers: [$($header:literal),* $(,)?])?
        $(, secrets: [$($secret:literal),* $(,)?])?
        $(, form: $form:literal => $uploaded:ident $(length $length:literal)?)?
        $(, file: $file:literal => $downloaded:ident)?
        $(, grants: $token:literal => $granted:ident, $lifetime:literal => $expires_in:ident $(for $for:ty)?)?
        $(, absent_is_success: $absent_is_success:literal)?
        $(,)?
    }) => {
        impl $crate::endpoint::Endpoint for $request {
            type Vendor = $vendor;
            type Response = $response;
            type Credential = $crate::define_endpoint!(@credential $($token $(for $for)?)?);

            const INFO: $crate::endpoint::EndpointInfo = $crate::endpoint::EndpointInfo {
                name: $name,
                method: $crate::define_endpoint!(@method $method),
                path: $path,
                summary: ::std::concat!($($summary)?),
                title: "",
                url: ::std::concat!($($url)?),
                updated: ::std::option::Option::None,
                deprecated: ::std::option::Option::None,
                paged: false,
                authenticated: $crate::define_endpoint!(@authenticated $($token $(for $for)?)?),
                reads: $crate::define_endpoint!(@or false $(, $reads)?),
            };
            const QUERY: &'static [&'static str] =
                $crate::define_endpoint!(@or $crate::define_endpoint!(@query $method $request) $(, &[$($query),*])?);
            $(const HEADERS: &'static [&'static str] = &[$($header),*];)?
            $(const SECRETS: &'static [&'static str] = &[$($secret),*];)?
            $(const FORM: ::std::option::Option<$crate::endpoint::Form<Self>> =
                ::std::option::Option::Some($crate::endpoint::Form {
                    file: $form,
                    of: |request| &request.$uploaded,
                    of_mut: |request| &mut request.$uploaded,
                    length: $crate::define_endpoint!(@or ::std::option::Option::None $(, ::std::option::Option::Some($length))?),
                });)?
        }

        impl $crate::reply::Reply for $response {
            type Vendor = $vendor;
            $(const ABSENT_IS_SUCCESS: bool = $absent_is_success;)?
            $(const FILE: ::std::option::Option<$crate::reply::FileMember<Self>> =
                ::std::option::Option::Some($crate::reply::FileMember {
                    name: $file,
                    of: |reply| &reply.$downloaded,
                    of_mut: |reply| &mut reply.$downloaded,
                });)?
        }

        $(impl $crate::endpoint::Grants for $request {
            type For = $crate::define_endpoint!(@for $vendor $(, $for)?);
            const CREDENTIAL: &'static str = $token;
            const EXPIRES_IN: &'static str = $lifetime;

            fn grant(reply: &$response) -> $crate::endpoint::Grant {
                $crate::endpoint::Grant::new(
                    ::std::convert::AsRef::<str>::as_ref(&reply.$granted),
                    ::std::convert::Into::into(reply.$expires_in),
                )
            }
        })?
    };
    (@credential $token:literal) => { $crate::endpoint::NoCredential };
    (@credential $($token:literal for $for:ty)?) => { $crate::vendor::Secret };
    (@authenticated $token:literal) => { false };
    (@authenticated $($token:literal for $for:ty)?) => { true };
    (@for $vendor:ty) => { $vendor };
    (@for $vendor:ty, $for:ty) => { $for };
    (@method GET) => { $crate::endpoint::Method::Get };
    (@method POST) => { $crate::endpoint::Method::Post };
    (@query GET $request:ident) => { <$request as $crate::object::Object>::MEMBERS };
    (@query POST $request:ident) => { &[] };
    (@or $default:expr) => { $default };
    (@or $default:expr, $given:expr) => { $given };
}
