"""What stands between the network and the graphs: guards of requests, limits for each caller, the request log and metrics.

`door` is outermost and sees every byte before authentication; `turnstile` stands behind authentication and knows who asks.
"""
