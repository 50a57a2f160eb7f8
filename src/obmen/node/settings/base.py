"""Settings of every node; what differs between nodes comes from `obmen.node.config`."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

from obmen.node.config import current
from obmen.node.settings import logs
from obmen.node.settings.databases import database
from obmen.node.vault.router import KEYS

zoneinfo.reset_tzpath(())  # the pinned tzdata of PyPI, never the machine's own zone files
CONFIG = current()
_NODE = Path(__file__).resolve().parent.parent

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *CONFIG.site_names]
CSRF_TRUSTED_ORIGINS = [CONFIG.site] if CONFIG.site else []
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "obmen.node.vault",
    "obmen.node.people",
    "obmen.node.journal",
    "obmen.node.delivery",
    "obmen.node.cases",
    "obmen.node.depositary",
    "obmen.node.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "obmen.node.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "obmen.node.urls_depositary" if CONFIG.role == "depositary" else "obmen.node.urls_web"
WSGI_APPLICATION = "obmen.node.wsgi_web.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": database(CONFIG.database_url, CONFIG.home / "node.sqlite3"),
    KEYS: database(CONFIG.keys_url, CONFIG.home / "keys.sqlite3", forgets=True),
}
DATABASE_ROUTERS = ["obmen.node.vault.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "obmen.node.people.sign_in.ClosedDoor"
ACCOUNT_EMAIL_VERIFICATION = "none"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # a stranger must not make the node write to anyone
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_TEMPLATE = "web/locked.html"
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Cookies do not know ports: each node of one machine has names of its own, so all can be signed in to at once.
SESSION_COOKIE_NAME = f"obmen_{CONFIG.name}_session"
CSRF_COOKIE_NAME = f"obmen_{CONFIG.name}_csrf"
LANGUAGE_COOKIE_NAME = f"obmen_{CONFIG.name}_language"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.production
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if CONFIG.production:  # nginx ends TLS and says so; it strips this header from what browsers send
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"  # a unix socket has no address; nginx sets this one too
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
LOCALE_PATHS = [_NODE / "locale"]
TIME_ZONE = CONFIG.zone
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: files are served from where they are
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
# A scan is never written down in clear, not even for a moment: it waits in memory; a form above the limit has no file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = logs.settings(as_json=CONFIG.production)
